package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.kernel.KernelModule;

/**
 * A dictionary over several sources (hook points, or models) seen source by source. Its rows are
 * {@code [x1 | x2 | ..]}; with {@code wEnc_s} and {@code wDec_s} the columns of source {@code s},
 *
 * <pre>
 *   f    = activation(sum over sources s of wEnc_s x_s + bEnc)
 *   y_s  = f wDec_s + bDec_s
 * </pre>
 *
 * so features are shared and every source has a decoder of its own. How strongly a feature belongs
 * to a source shows in the norm of its decoder row there. Norms are of raw activations: where
 * sources have different scales, compare norms relative to {@link #meanNorms}, or train on sources
 * of like scale.
 *
 * <p>A view: the dictionary stays its owner's to close. Safe for use by several threads. Source:
 * Lindsey et al., Sparse Crosscoders for Cross-Layer Features and Model Diffing (2024).
 */
public final class Crosscoder {
  /** The key in a dictionary's metadata under which its sources stand, from left to right. */
  public static final String SOURCES = "sources";

  private static final KernelModule KERNELS = KernelModule.load(Crosscoder.class, "crosscoder.py");

  private final SparseAutoencoder dictionary;
  private final List<Source> sources;

  private Crosscoder(SparseAutoencoder dictionary, List<Source> sources) {
    this.dictionary = dictionary;
    this.sources = sources;
  }

  /**
   * One source.
   *
   * @param model the model's name or fingerprint, null if unknown
   * @param hook the hook point's name, null if unknown
   * @param first its first column
   * @param width how many columns it has
   */
  public record Source(@Nullable String model, @Nullable String hook, int first, int width) {

    /** Returns the column behind its last. */
    int end() {
      return first + width;
    }
  }

  /** Returns whether a dictionary says that it is over several sources. */
  public static boolean is(SparseAutoencoder dictionary) {
    return dictionary.config().metadata().containsKey(SOURCES);
  }

  /**
   * Sees a dictionary as its metadata says.
   *
   * @throws IllegalArgumentException if it says nothing of sources, or their widths are not
   *     together the dictionary's
   */
  public static Crosscoder of(SparseAutoencoder dictionary) {
    if (!(dictionary.config().metadata().get(SOURCES) instanceof List<?> list)) {
      throw new IllegalArgumentException(
          "crosscoder: the dictionary's metadata has no list of " + SOURCES);
    }
    List<Source> sources = new ArrayList<>();
    int first = 0;
    for (Object entry : list) {
      Source source = source(entry, first);
      sources.add(source);
      first = source.end();
    }
    if (dictionary.config().kind() != DictionaryKind.AUTOENCODER || first != dictionary.dIn()) {
      throw new IllegalArgumentException(
          "crosscoder: expected sources of dIn=%d columns together, got %d in %s"
              .formatted(dictionary.dIn(), first, list));
    }
    return new Crosscoder(dictionary, List.copyOf(sources));
  }

  private static Source source(Object entry, int first) {
    if (entry instanceof Map<?, ?> map
        && map.get("width") instanceof Number width
        && width.longValue() > 0
        && width.longValue() <= Integer.MAX_VALUE - first) {
      return new Source(
          text(map.get("model_name")), text(map.get("hook_name")), first, width.intValue());
    }
    throw new IllegalArgumentException(
        "crosscoder: expected a source with a \"width\" of at least 1, got " + entry);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Returns the dictionary. */
  public SparseAutoencoder dictionary() {
    return dictionary;
  }

  /** Returns the sources, from left to right. */
  public List<Source> sources() {
    return sources;
  }

  /**
   * Returns the decoder of one source.
   *
   * @param manager the owner of the result
   * @return a copy, {@code [dSae, width]}
   * @throws IndexOutOfBoundsException if there is no such source
   */
  public NDArray decoder(int source, NDManager manager) {
    return part(dictionary.wDec(), source, manager);
  }

  /**
   * Returns the encoder of one source.
   *
   * @param manager the owner of the result
   * @return a copy, {@code [dSae, width]}
   * @throws IndexOutOfBoundsException if there is no such source
   */
  public NDArray encoder(int source, NDManager manager) {
    return part(dictionary.wEnc(), source, manager);
  }

  /**
   * Reconstructs the activations of every source from those of all.
   *
   * @param rows {@code [batch, dIn]}
   * @return for each source {@code [batch, width]}, owned by the manager of {@code rows}
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public List<NDArray> reconstruct(NDArray rows) {
    List<NDArray> parts = new ArrayList<>();
    try (NDArray all = dictionary.reconstruct(rows)) {
      for (int source = 0; source < sources.size(); source++) {
        parts.add(part(all, source, rows.getManager()));
      }
    }
    return parts;
  }

  /**
   * Returns the norm of every feature's decoder row in one source, {@code [dSae]}.
   *
   * @throws IndexOutOfBoundsException if there is no such source
   */
  public float[] decoderNorms(int source) {
    try (NDManager scope = dictionary.newManager()) {
      Source at = sources.get(source);
      return KERNELS
          .callForArray(scope, "norms", dictionary.wDec(), at.first(), at.end())
          .toFloatArray();
    }
  }

  /** Returns the mean over features of the decoder norms in each source. */
  public double[] meanNorms() {
    double[] means = new double[sources.size()];
    for (int source = 0; source < means.length; source++) {
      double sum = 0;
      for (float norm : decoderNorms(source)) {
        sum += norm;
      }
      means[source] = sum / dictionary.dSae();
    }
    return means;
  }

  /**
   * Compares two sources feature by feature: {@code |wDec_i,b| / (|wDec_i,a| + |wDec_i,b|)}. Near 0
   * the feature is of source a alone, near 1 of source b alone, near 1/2 shared; NaN where both
   * norms are zero.
   *
   * @return {@code [dSae]}
   * @throws IndexOutOfBoundsException if there is no such source
   */
  public double[] relativeNorms(int a, int b) {
    float[] left = decoderNorms(a);
    float[] right = decoderNorms(b);
    double[] relative = new double[left.length];
    for (int i = 0; i < relative.length; i++) {
      relative[i] = right[i] / ((double) left[i] + right[i]);
    }
    return relative;
  }

  /**
   * Counts features by {@link #relativeNorms} in bins of equal width from 0 to 1; features without
   * a direction are in none. Three humps (near 0, 1/2 and 1) are the usual picture of two models.
   *
   * @param bins how many, at least one
   * @throws IllegalArgumentException if there are no bins
   */
  public long[] relativeNormHistogram(int a, int b, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins: expected at least 1, got " + bins);
    }
    long[] counts = new long[bins];
    for (double relative : relativeNorms(a, b)) {
      if (!Double.isNaN(relative)) {
        counts[(int) Math.min(bins - 1, (long) (relative * bins))]++;
      }
    }
    return counts;
  }

  /**
   * Returns the cosine between every feature's decoder rows in two sources of one width; NaN where
   * one of them is zero. Shared features whose cosine is low mean different things in them.
   *
   * @return {@code [dSae]}
   * @throws IllegalArgumentException if the widths differ
   */
  public float[] decoderCosines(int a, int b) {
    Source left = sources.get(a);
    Source right = sources.get(b);
    if (left.width() != right.width()) {
      throw new IllegalArgumentException(
          "cosines: expected sources of one width, got " + left.width() + " and " + right.width());
    }
    try (NDManager scope = dictionary.newManager()) {
      return KERNELS
          .callForArray(
              scope, "cosines", dictionary.wDec(), left.first(), right.first(), left.width())
          .toFloatArray();
    }
  }

  private NDArray part(NDArray matrix, int source, NDManager manager) {
    Source at = sources.get(source);
    NDArray out =
        manager.create(new Shape(matrix.getShape().get(0), at.width()), matrix.getDataType());
    KERNELS.run("copy_part", matrix, at.first(), at.end(), out);
    return out;
  }
}
