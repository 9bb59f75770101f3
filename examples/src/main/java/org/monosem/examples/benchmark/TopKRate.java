package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.encoder.TopKSelection;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Measures the selection of the k largest of every row against libtorch's {@code topk} on the same
 * rows, repeats interleaved, the best of each.
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
  public record Figures(int rows, int features, int k, double ours, double libtorch) {
    /** Returns the figures by name, how many times as fast ours is among them. */
    public Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", rows);
      result.put("features", features);
      result.put("k", k);
      result.put("ours_ms", 1e3 * ours);
      result.put("libtorch_ms", 1e3 * libtorch);
      result.put("ratio_vs_libtorch", libtorch / ours);
      return result;
    }
  }

  /** Measures on Gaussian rows. */
  public static Figures measure(int rows, int features, int k) {
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
