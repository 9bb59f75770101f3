package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.SplittableRandom;
import org.monosem.core.encoder.TopKSelection;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Measures the selection of the k largest of every row against libtorch's {@code topk} on the same
 * rows, repeats interleaved, the best of each.
 *
 * <p>Arguments: rows, features, k.
 */
public final class TopKRate {
  private static final KernelModule KERNELS = KernelModule.load(TopKRate.class, "topk_rate.py");
  private static final int REPEATS = 40;

  private TopKRate() {}

  /**
   * What was measured.
   *
   * @param rows the number of rows
   * @param features the length of a row
   * @param k how many are selected
   * @param ours the best time of our selection, onto the heap, in seconds
   * @param libtorch the best time of libtorch's {@code topk}, in seconds
   */
  record Figures(int rows, int features, int k, double ours, double libtorch) {
    /** How many times as fast ours is. */
    double ratio() {
      return libtorch / ours;
    }
  }

  /** Runs the measurement. */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("usage: TopKRate ROWS FEATURES K");
      System.exit(2);
    }
    int rows = Integer.parseInt(arguments[0]);
    int features = Integer.parseInt(arguments[1]);
    Figures figures = measure(rows, features, Integer.parseInt(arguments[2]));
    System.out.printf(
        Locale.ROOT,
        "top %d of %d, %d rows: ours %.2f ms, libtorch %.2f ms, %.2fx%n",
        figures.k(),
        figures.features(),
        figures.rows(),
        1e3 * figures.ours(),
        1e3 * figures.libtorch(),
        figures.ratio());
  }

  static Figures measure(int rows, int features, int k) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray values = gaussian(manager, rows, features);
      TopKSelection selection = TopKSelection.of(features, k);
      double ours = Double.POSITIVE_INFINITY;
      double libtorch = Double.POSITIVE_INFINITY;
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        ours = Math.min(ours, seconds(() -> selection.select(values)));
        libtorch = Math.min(libtorch, seconds(() -> libtorch(values, k)));
      }
      return new Figures(rows, features, k, ours, libtorch);
    }
  }

  private static void libtorch(NDArray values, int k) {
    try (NDManager scope = values.getManager().newSubManager()) {
      KERNELS.call(scope, "topk", values, k);
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return 1e-9 * (System.nanoTime() - start);
  }

  private static NDArray gaussian(NDManager manager, int rows, int features) {
    SplittableRandom random = Seed.of(1).named("values").random();
    float[] values = new float[Math.multiplyExact(rows, features)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(rows, features));
  }
}
