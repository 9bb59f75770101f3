package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Measures how the directions of a dictionary's features lie to each other.
 *
 * <p>Each compared feature is compared with every other feature of the dictionary, in tiles: beside
 * the dictionary the work takes a few tiles of cosines ({@code 4 MiB} each on a CPU, {@code 128
 * MiB} on a GPU), whatever {@code dSae}. The time is that of {@code 4 compared dSae dIn}
 * floating-point operations. Norms are taken in float64, products in float32. A zero row has cosine
 * 0 with everything; a dictionary of one feature has no cosine, NaN.
 *
 * @param mostCompared how many features are compared; if the dictionary has more, a uniform sample
 *     of so many. At least one
 * @param seed decides the sample
 */
public record DictionaryGeometry(int mostCompared, Seed seed) {
  private static final KernelModule KERNELS =
      KernelModule.load(DictionaryGeometry.class, "geometry.py");

  /** Features of a tile, and those that they are compared with at a time: 4 MiB of cosines. */
  private static final int TILE = 256;

  private static final int BLOCK = 4096;

  /** A GPU wants fewer launches: 128 MiB of cosines. */
  private static final int GPU_FACTOR = 8;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public DictionaryGeometry {
    if (mostCompared < 1) {
      throw new IllegalArgumentException("mostCompared: expected at least 1, got " + mostCompared);
    }
  }

  /** Returns the measurement of every feature. */
  public static DictionaryGeometry ofAll() {
    return new DictionaryGeometry(Integer.MAX_VALUE, Seed.of(0));
  }

  /** Measures without telling anyone about progress. */
  public GeometryReport measure(SparseAutoencoder dictionary) {
    return measure(dictionary, EvaluationListener.none());
  }

  /**
   * Measures a dictionary; leaves no array behind.
   *
   * @param listener told after every tile, in compared features, decoder and encoder rows together
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public GeometryReport measure(SparseAutoencoder dictionary, EvaluationListener listener) {
    int[] compared = compared(dictionary.dSae());
    Progress progress = new Progress(listener, 2L * compared.length);
    NDArray decoder = dictionary.wDec();
    NDArray encoder = dictionary.wEnc();
    try (NDManager scope = dictionary.newManager()) {
      return new GeometryReport(
          largest(scope, decoder, compared, progress),
          largest(scope, encoder, compared, progress),
          own(scope, encoder, decoder, compared));
    }
  }

  /** Returns the features to compare, ascending. */
  private int[] compared(int dSae) {
    int[] chosen = seed.named("compared features").permutation(dSae);
    int[] compared = Arrays.copyOf(chosen, Math.min(mostCompared, dSae));
    Arrays.sort(compared);
    return compared;
  }

  private static CosineDistribution largest(
      NDManager scope, NDArray rows, int[] compared, Progress progress) {
    int dSae = (int) rows.getShape().get(0);
    int factor = rows.getDevice().isGpu() ? GPU_FACTOR : 1;
    float[] values = new float[compared.length];
    try (NDManager owner = scope.newSubManager()) {
      NDArray inverse = KERNELS.callForArray(owner, "inverse_norms", rows, BLOCK);
      for (int begin = 0; begin < compared.length; begin += factor * TILE) {
        progress.check();
        int end = Math.min(compared.length, begin + factor * TILE);
        try (NDManager tile = owner.newSubManager()) {
          NDArray index = index(tile, compared, begin, end);
          NDArray best =
              KERNELS.callForArray(tile, "largest_cosines", rows, inverse, index, factor * BLOCK);
          System.arraycopy(best.toFloatArray(), 0, values, begin, end - begin);
        }
        progress.add(end - begin);
      }
    }
    if (dSae == 1) {
      Arrays.fill(values, Float.NaN);
    }
    return new CosineDistribution(dSae, compared, values);
  }

  private static Optional<CosineDistribution> own(
      NDManager scope, NDArray encoder, NDArray decoder, int[] compared) {
    if (!encoder.getShape().equals(decoder.getShape())) {
      return Optional.empty();
    }
    float[] values = new float[compared.length];
    for (int begin = 0; begin < compared.length; begin += BLOCK) {
      int end = Math.min(compared.length, begin + BLOCK);
      try (NDManager tile = scope.newSubManager()) {
        NDArray index = index(tile, compared, begin, end);
        NDArray cosines = KERNELS.callForArray(tile, "row_cosines", encoder, decoder, index);
        System.arraycopy(cosines.toFloatArray(), 0, values, begin, end - begin);
      }
    }
    return Optional.of(new CosineDistribution((int) encoder.getShape().get(0), compared, values));
  }

  private static NDArray index(NDManager owner, int[] features, int begin, int end) {
    long[] index = Arrays.stream(features, begin, end).asLongStream().toArray();
    return owner.create(index, new Shape(index.length));
  }

  private static final class Progress {
    private final EvaluationListener listener;
    private final long total;
    private long done;

    Progress(EvaluationListener listener, long total) {
      this.listener = listener;
      this.total = total;
    }

    void check() {
      Interruption.check("geometry", done, "features");
    }

    void add(int features) {
      done += features;
      listener.onProgress(
          new EvaluationProgress(EvaluationStage.GEOMETRY, done, OptionalLong.of(total)));
    }
  }
}
