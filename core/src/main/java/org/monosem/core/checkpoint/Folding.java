package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.activation.TopK;
import org.monosem.core.kernel.KernelModule;

/**
 * Moves scales that a dictionary was trained with into its weights. Every operation returns a
 * dictionary that reconstructs what the given one reconstructs, thresholds and all, so they may be
 * applied in any order; the given one stays as it is.
 *
 * <p>On {@code (wEnc, bEnc, wDec, bDec)} and what is beside them:
 *
 * <ul>
 *   <li>{@link #decoderNorms}, {@code n_i = |wDec_i|}: row {@code i} of {@code wEnc} and {@code
 *       bEnc_i, threshold_i, bMag_i} times {@code n_i}, row {@code i} of {@code wDec} divided by
 *       it. {@code rMag} stays: it multiplies {@code wEnc}, which has the norm already. Feature
 *       {@code i} becomes {@code n_i f_i}.
 *   <li>{@link #inputScale}, for weights trained on {@code s x}: {@code wEnc} times {@code s},
 *       {@code wDec} and {@code bDec} divided by {@code s}. Pre-activations do not change, so
 *       biases and thresholds stay, and so do features.
 * </ul>
 *
 * <p>A dictionary that compares {@code h_i |wDec_i|} with its threshold, as SAELens's BatchTopK
 * dictionaries do in training, is no JumpReLU dictionary until its norms are taken out: {@link
 * #rescaledThreshold} does that, and must come before {@link #inputScale}, which changes the norms
 * of {@code wDec}. Folding the scale first and copying the threshold makes the effective threshold
 * {@code s} times the learned one.
 */
public final class Folding {
  private static final KernelModule KERNELS = KernelModule.load(Folding.class, "folding.py");

  private Folding() {}

  /**
   * Returns the dictionary with decoder rows of norm one. A feature whose row is zero says nothing;
   * it is silent afterwards.
   *
   * @param manager the owner of the result
   * @throws IllegalArgumentException for TopK, where it would change which features are kept; see
   *     {@link #rescaledTopK}
   */
  public static DictionaryCheckpoint decoderNorms(
      DictionaryCheckpoint dictionary, NDManager manager) {
    if (dictionary.config().activation() instanceof TopK) {
      throw new IllegalArgumentException(
          "topk: norms of decoder rows cannot be folded in, the k largest would be others");
    }
    DictionaryCheckpoint copy = dictionary.copyTo(manager);
    scaleFeatures(copy, true);
    return copy;
  }

  /**
   * Returns the plain TopK dictionary for weights that select by {@code h_i |wDec_i|} (SAELens's
   * {@code rescale_acts_by_decoder_norm}): decoder rows have norm one, and features are {@code h_i
   * |wDec_i|}.
   *
   * @param manager the owner of the result
   * @throws IllegalArgumentException if it is no TopK dictionary
   */
  public static DictionaryCheckpoint rescaledTopK(
      DictionaryCheckpoint dictionary, NDManager manager) {
    if (!(dictionary.config().activation() instanceof TopK)) {
      throw new IllegalArgumentException(
          "topk: expected a TopK dictionary, got " + dictionary.config().activation().name());
    }
    DictionaryCheckpoint copy = dictionary.copyTo(manager);
    scaleFeatures(copy, true);
    return copy;
  }

  /**
   * Returns the plain JumpReLU dictionary for weights whose threshold is compared with {@code h_i
   * |wDec_i|}: decoder rows have norm one, features are {@code h_i |wDec_i|}, and the threshold
   * stays.
   *
   * @param manager the owner of the result
   * @throws IllegalArgumentException if the dictionary has no thresholds
   */
  public static DictionaryCheckpoint rescaledThreshold(
      DictionaryCheckpoint dictionary, NDManager manager) {
    dictionary.extra().get(ExtraWeights.THRESHOLD);
    DictionaryCheckpoint copy = dictionary.copyTo(manager);
    scaleFeatures(copy, false);
    return copy;
  }

  /**
   * Returns the autoencoder for raw activations out of one that was trained on {@code s x}.
   *
   * @param s the scale, positive and finite
   * @param manager the owner of the result
   * @throws IllegalArgumentException if {@code s} is not positive, the dictionary normalises its
   *     input by itself, or is a transcoder, whose output has a scale of its own: see {@link
   *     #scales}
   */
  public static DictionaryCheckpoint inputScale(
      DictionaryCheckpoint dictionary, double s, NDManager manager) {
    if (dictionary.config().kind() != DictionaryKind.AUTOENCODER) {
      throw new IllegalArgumentException("scale: a transcoder has one for its output too");
    }
    return scales(dictionary, s, s, manager);
  }

  /**
   * Returns the dictionary for raw activations out of one that was trained to predict {@code sOut
   * y} from {@code sIn x}: {@code wEnc} times {@code sIn}, {@code wDec} and {@code bDec} divided by
   * {@code sOut}, {@code wSkip} times {@code sIn / sOut}.
   *
   * @param sIn the scale of what is encoded, positive and finite
   * @param sOut the scale of what is decoded, positive and finite
   * @param manager the owner of the result
   * @throws IllegalArgumentException if a scale is not positive, or the dictionary normalises its
   *     input by itself
   */
  public static DictionaryCheckpoint scales(
      DictionaryCheckpoint dictionary, double sIn, double sOut, NDManager manager) {
    checkScale(dictionary.config(), sIn);
    checkScale(dictionary.config(), sOut);
    DictionaryCheckpoint copy = dictionary.copyTo(manager);
    scaleInPlace(copy, sIn, sOut);
    return copy;
  }

  /**
   * Returns the autoencoder for raw activations out of one that was trained on rows whose parts had
   * scales of their own, as a crosscoder's sources have: as {@link #inputScale}, column by column.
   *
   * @param s what each of the {@code dIn} columns was multiplied with, positive and finite
   * @param manager the owner of the result
   * @throws IllegalArgumentException if there is not one scale a column, one is not positive, the
   *     dictionary normalises its input by itself, or is a transcoder
   */
  public static DictionaryCheckpoint columnScales(
      DictionaryCheckpoint dictionary, float[] s, NDManager manager) {
    DictionaryConfig config = dictionary.config();
    if (config.kind() != DictionaryKind.AUTOENCODER || s.length != config.dIn()) {
      throw new IllegalArgumentException(
          "scales: expected one for each of dIn=%d columns of an autoencoder, got %d for %s"
              .formatted(config.dIn(), s.length, config.kind()));
    }
    for (float scale : s) {
      checkScale(config, scale);
    }
    DictionaryCheckpoint copy = dictionary.copyTo(manager);
    try (NDManager scope = copy.wEnc().getManager().newSubManager()) {
      NDArray columns = scope.create(s);
      copy.wEnc().muli(columns);
      copy.wDec().divi(columns);
      copy.bDec().divi(columns);
    }
    return copy;
  }

  static void checkScale(DictionaryConfig config, double s) {
    if (!(s > 0) || Double.isInfinite(s)) {
      throw new IllegalArgumentException("scale: expected a positive finite number, got " + s);
    }
    if (config.inputNormalisation() != InputNormalisation.NONE) {
      throw new IllegalArgumentException(
          "scale: rows are normalised by " + config.inputNormalisation() + " already, got " + s);
    }
  }

  /** Changes the arrays of a dictionary that nobody else has seen. */
  static void scaleFeatures(DictionaryCheckpoint d, boolean thresholdToo) {
    try (NDManager scope = d.wDec().getManager().newSubManager()) {
      NDArray norms = KERNELS.callForArray(scope, "row_norms", d.wDec());
      KERNELS.run("move_norms", d.wEnc(), d.bEnc(), d.wDec(), norms);
      if (d.extra().has(ExtraWeights.B_MAG)) {
        d.extra().get(ExtraWeights.B_MAG).muli(norms);
      }
      if (thresholdToo && d.extra().has(ExtraWeights.THRESHOLD)) {
        d.extra().get(ExtraWeights.THRESHOLD).muli(norms);
      }
    }
  }

  /**
   * Gives the same gates to plain pre-activations that thresholds give to pre-activations times the
   * norms of their decoder rows: {@code h_i n_i > threshold_i}. A feature whose row is zero is
   * silent afterwards. Changes the arrays of a dictionary that nobody else has seen.
   */
  static void divideThresholds(DictionaryCheckpoint d) {
    try (NDManager scope = d.wDec().getManager().newSubManager()) {
      NDArray norms = KERNELS.callForArray(scope, "row_norms", d.wDec());
      NDArray threshold = d.extra().get(ExtraWeights.THRESHOLD);
      KERNELS.run("divide_thresholds", d.wEnc(), d.bEnc(), threshold, norms);
    }
  }

  /**
   * Moves the subtraction of {@code bDec} from the input into {@code bEnc}, or out of it: {@code
   * bEnc} plus {@code sign wEnc bDec}, and {@code bMag} plus {@code sign exp(rMag) wEnc bDec}.
   * Changes the arrays of a dictionary that nobody else has seen.
   *
   * @param sign -1 where the subtraction is given up, 1 where it is begun
   */
  static void moveDecoderBias(DictionaryCheckpoint d, int sign) {
    KERNELS.run("add_product", d.bEnc(), d.wEnc(), d.bDec(), (double) sign);
    if (d.extra().has(ExtraWeights.B_MAG)) {
      NDArray bMag = d.extra().get(ExtraWeights.B_MAG);
      NDArray rMag = d.extra().get(ExtraWeights.R_MAG);
      KERNELS.run("add_gained_product", bMag, rMag, d.wEnc(), d.bDec(), (double) sign);
    }
  }

  /** Changes the arrays of a dictionary that nobody else has seen. */
  static void scaleInPlace(DictionaryCheckpoint d, double sIn, double sOut) {
    d.wEnc().muli(sIn);
    d.wDec().divi(sOut);
    d.bDec().divi(sOut);
    if (d.extra().has(ExtraWeights.W_SKIP)) {
      d.extra().get(ExtraWeights.W_SKIP).muli(sIn / sOut);
    }
  }
}
