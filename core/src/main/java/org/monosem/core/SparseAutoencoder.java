package org.monosem.core;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryFormat;
import org.monosem.core.checkpoint.ImportOptions;
import org.monosem.core.checkpoint.SaeLensFolder;
import org.monosem.core.encoder.Precision;

/**
 * A trained sparse autoencoder, or transcoder: a dictionary of features and the encoder that finds
 * them.
 *
 * <pre>
 *   n = normalised x                              the configuration's input normalisation; none: x
 *   h = (n - bDec) wEncᵀ + bEnc                   the subtraction only if the configuration says so
 *   f = activation(h)                             see ActivationFunction
 *   y = f wDec + bDec
 * </pre>
 *
 * <p>An autoencoder's reconstruction {@code x̂} is {@code y} with the normalisation of the same row
 * undone. A transcoder predicts the activations at another hook: {@code y}, of width {@code dOut},
 * is the prediction, or {@code y + x wSkipᵀ} for a skip transcoder; {@code x} there is the row as
 * it came. Only {@link #reconstruct} sees the rows, so it alone can do either: <b>{@link #decode}
 * gives {@code y}</b>.
 *
 * <p>Weights are feature-major: row {@code i} of {@code wEnc [dSae, dIn]} and of {@code wDec [dSae,
 * dOut]} belong to feature {@code i}. Rows of activations are raw: whatever constant a recipe
 * scales them with is folded into the weights before a dictionary is made.
 *
 * <p>Inputs are float32 arrays of shape {@code [batch, dIn]} on the device of the weights ({@code
 * [dIn]} is not accepted: a single row is {@code [1, dIn]}); {@code batch} may be zero. Dense work
 * is done in tiles of rows, so memory beyond the results stays below about 64 MB for any batch.
 *
 * <p>The weights never change, so a dictionary is safe for use by several threads until it is
 * closed; it keeps one tile of working memory for every thread that ever encoded at the same time.
 * It owns its weights; closing it, or the manager that it was made with, frees them.
 */
public final class SparseAutoencoder implements AutoCloseable {
  private final NDManager manager;
  private final DictionaryConfig config;
  private final NDArray wEnc;
  private final NDArray bEnc;
  private final NDArray wDec;
  private final NDArray bDec;
  private final DictionaryCheckpoint weights;
  private final EncoderPool encoders;
  private final TiledForward forward;

  private SparseAutoencoder(NDManager owner, DictionaryCheckpoint checkpoint) {
    this.manager = owner;
    this.config = checkpoint.config();
    this.wEnc = checkpoint.wEnc();
    this.bEnc = checkpoint.bEnc();
    this.wDec = checkpoint.wDec();
    this.bDec = checkpoint.bDec();
    this.weights = checkpoint;
    this.encoders = new EncoderPool(owner, checkpoint);
    this.forward = new TiledForward(checkpoint, encoders);
  }

  /**
   * Returns a dictionary with a copy of the given weights, all float32: for activations that need
   * no others; see {@link #of(NDManager, DictionaryCheckpoint)} for any.
   *
   * @param manager the parent of the dictionary's own manager; decides the device
   * @param config the sizes, the non-linearity and the metadata
   * @param wEnc the encoder, shape {@code [dSae, dIn]}
   * @param bEnc the encoder's bias, shape {@code [dSae]}
   * @param wDec the decoder, shape {@code [dSae, dOut]}
   * @param bDec the decoder's bias, shape {@code [dOut]}
   * @throws IllegalArgumentException if a shape or type does not fit
   */
  public static SparseAutoencoder of(
      NDManager manager,
      DictionaryConfig config,
      NDArray wEnc,
      NDArray bEnc,
      NDArray wDec,
      NDArray bDec) {
    return of(manager, new DictionaryCheckpoint(config, wEnc, bEnc, wDec, bDec));
  }

  /**
   * Returns a dictionary with a copy of the given weights.
   *
   * @param manager the parent of the dictionary's own manager; decides the device
   */
  public static SparseAutoencoder of(NDManager manager, DictionaryCheckpoint given) {
    NDManager owner = manager.newSubManager();
    return new SparseAutoencoder(owner, given.copyTo(owner));
  }

  /**
   * Loads a dictionary of whatever format {@link DictionaryFormat} has; it is recognised by what is
   * there.
   *
   * @param path a folder, or a file where a format is one file
   * @param manager the parent of the dictionary's own manager; decides the device
   * @throws RuntimeException naming the file and the rule if something is missing or does not fit
   */
  public static SparseAutoencoder load(Path path, NDManager manager) {
    return load(path, ImportOptions.none(), manager);
  }

  /**
   * Loads a dictionary as {@link #load(Path, NDManager)} does.
   *
   * @param path a folder, or a file where a format is one file
   * @param options what the files of some formats do not say
   * @param manager the parent of the dictionary's own manager; decides the device
   * @throws RuntimeException naming the file and the rule if something is missing or does not fit
   */
  public static SparseAutoencoder load(Path path, ImportOptions options, NDManager manager) {
    NDManager owner = manager.newSubManager();
    try {
      return new SparseAutoencoder(owner, DictionaryFormat.read(path, options, owner));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Writes the dictionary as a folder in SAELens's layout. Each file is replaced as a whole or not
   * at all; the configuration comes last.
   *
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public void save(Path folder) {
    SaeLensFolder.write(folder, weights);
  }

  /**
   * Writes the dictionary as {@link #save(Path)} does, and how often its features fire beside it.
   *
   * @param frequencies for every feature the share of activations on which it fires, 0 to 1
   * @throws IllegalArgumentException if there are not {@code dSae} frequencies from 0 to 1
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public void save(Path folder, double[] frequencies) {
    SaeLensFolder.write(folder, weights, frequencies);
  }

  /** Returns the width of the activations. */
  public int dIn() {
    return config.dIn();
  }

  /** Returns the number of features. */
  public int dSae() {
    return config.dSae();
  }

  /** Returns what the dictionary is, apart from its weights. */
  public DictionaryConfig config() {
    return config;
  }

  /** Returns the device that the weights are on. */
  public Device device() {
    return manager.getDevice();
  }

  /** Returns a new manager on the dictionary's device; the caller closes it. */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  /** Returns the width of what is decoded: {@link #dIn} but for transcoders. */
  public int dOut() {
    return config.dOut();
  }

  /** Returns configuration and all weights; owned by the dictionary, not to be changed. */
  public DictionaryCheckpoint checkpoint() {
    return weights;
  }

  /** Returns the encoder, shape {@code [dSae, dIn]}; owned by the dictionary, not to be changed. */
  public NDArray wEnc() {
    return wEnc;
  }

  /** Returns the encoder's bias, shape {@code [dSae]}; owned by the dictionary. */
  public NDArray bEnc() {
    return bEnc;
  }

  /**
   * Returns the decoder, shape {@code [dSae, dOut]}; owned by the dictionary, not to be changed.
   */
  public NDArray wDec() {
    return wDec;
  }

  /** Returns the decoder's bias, shape {@code [dOut]}; owned by the dictionary. */
  public NDArray bDec() {
    return bDec;
  }

  /**
   * Encodes activations sparsely; no dense row of {@code dSae} features outlives its tile.
   *
   * @param rows shape {@code [batch, dIn]}
   * @return the features that fired, on the Java heap
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public FeatureActivations encode(NDArray rows) {
    return encoders.encode(checkRows(rows));
  }

  /**
   * Returns an encoder for many batches in a precision of choice; {@link #encode} is one in {@link
   * Precision#FP32}.
   *
   * <p>On a CPU that multiplies bfloat16 natively, {@link Precision#FP32_VIA_BF16} gives the same
   * features and the same values to rounding in less time. {@link Precision#BF16} is not exact.
   *
   * @return for one thread at a time; the caller closes it, before the dictionary
   * @throws IllegalArgumentException if a dictionary of this kind, or this device, does not offer
   *     the precision: TopK dictionaries encode in FP32 only
   */
  public FeatureEncoder encoder(Precision precision) {
    return new FeatureEncoder(manager, weights, precision);
  }

  /**
   * Encodes activations with every zero written out.
   *
   * @param rows shape {@code [batch, dIn]}
   * @return shape {@code [batch, dSae]}, owned by the manager of {@code rows}
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public NDArray encodeDense(NDArray rows) {
    return forward.encodeDense(checkRows(rows));
  }

  /**
   * Returns what the encoder's rows are multiplied with: normalised rows less {@code bDec}, each
   * only if the configuration says so. The pre-activations are {@code encoderInputs wEncᵀ + bEnc}.
   *
   * @param rows shape {@code [batch, dIn]}
   * @return shape {@code [batch, dIn]}, a copy, owned by the manager of {@code rows}
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public NDArray encoderInputs(NDArray rows) {
    checkRows(rows);
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray inputs = new InputRows(config).normalised(rows, scope).duplicate();
      if (config.applyDecoderBiasToInput()) {
        inputs.subi(bDec);
      }
      inputs.attach(rows.getManager());
      return inputs;
    }
  }

  /**
   * Decodes dense features: {@code f wDec + bDec}, which is the reconstruction unless the
   * dictionary normalises its input or has a skip connection.
   *
   * @param features shape {@code [batch, dSae]}
   * @return shape {@code [batch, dOut]}, owned by the manager of {@code features}
   * @throws IllegalArgumentException if {@code features} is not float32 of that shape
   */
  public NDArray decode(NDArray features) {
    check("features", features, "dSae", dSae());
    return forward.decode(features);
  }

  /**
   * Decodes sparse features: {@code f wDec + bDec}, which is the reconstruction unless the
   * dictionary normalises its input or has a skip connection.
   *
   * @param features from this dictionary, or one of the same width
   * @param owner the owner of the result
   * @return shape {@code [batch, dOut]}
   * @throws IllegalArgumentException if the features are of a dictionary of another width
   */
  public NDArray decode(FeatureActivations features, NDManager owner) {
    if (features.dSae() != dSae()) {
      throw new IllegalArgumentException(
          "features: expected dSae=" + dSae() + ", got dSae=" + features.dSae());
    }
    return forward.decode(features, owner);
  }

  /**
   * Reconstructs activations, or predicts a transcoder's: encodes and decodes, keeping no features,
   * undoes the normalisation and adds the skip connection.
   *
   * @param rows shape {@code [batch, dIn]}
   * @return shape {@code [batch, dOut]}, owned by the manager of {@code rows}
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public NDArray reconstruct(NDArray rows) {
    return forward.reconstruct(checkRows(rows));
  }

  /** Encodes rows on the Java heap, each of length {@code dIn}; see {@link #encode(NDArray)}. */
  public FeatureActivations encode(float[][] rows) {
    try (NDManager scope = manager.newSubManager()) {
      return encode(toArray(rows, scope));
    }
  }

  /** Decodes onto the Java heap; see {@link #decode(FeatureActivations, NDManager)}. */
  public float[][] decodeRows(FeatureActivations features) {
    try (NDManager scope = manager.newSubManager()) {
      return toRows(decode(features, scope));
    }
  }

  /** Reconstructs rows on the Java heap; see {@link #reconstruct(NDArray)}. */
  public float[][] reconstruct(float[][] rows) {
    try (NDManager scope = manager.newSubManager()) {
      return toRows(reconstruct(toArray(rows, scope)));
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  @Override
  public String toString() {
    String sizes = "dSae=%d, dIn=%d".formatted(dSae(), dIn());
    return switch (config.kind()) {
      case AUTOENCODER -> "%s dictionary [%s]".formatted(config.activation().name(), sizes);
      case TRANSCODER, SKIP_TRANSCODER ->
          "%s transcoder [%s, dOut=%d]".formatted(config.activation().name(), sizes, dOut());
    };
  }

  private NDArray checkRows(NDArray rows) {
    check("activations", rows, "dIn", dIn());
    return rows;
  }

  static void check(String what, NDArray array, String axis, int width) {
    Shape shape = array.getShape();
    if (shape.dimension() != 2 || shape.get(1) != width) {
      throw new IllegalArgumentException(
          "%s: expected [batch, %s=%d], got %s".formatted(what, axis, width, shape));
    }
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(what + ": expected float32, got " + array.getDataType());
    }
  }

  private NDArray toArray(float[][] rows, NDManager scope) {
    float[] flat = new float[Math.multiplyExact(rows.length, dIn())];
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != dIn()) {
        throw new IllegalArgumentException(
            "activations: row %d: expected dIn=%d values, got %d"
                .formatted(r, dIn(), rows[r].length));
      }
      System.arraycopy(rows[r], 0, flat, r * dIn(), dIn());
    }
    return scope.create(flat, new Shape(rows.length, dIn()));
  }

  private static float[][] toRows(NDArray array) {
    int width = (int) array.getShape().get(1);
    float[] flat = array.toFloatArray();
    float[][] rows = new float[(int) array.getShape().get(0)][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = Arrays.copyOfRange(flat, r * width, (r + 1) * width);
    }
    return rows;
  }
}
