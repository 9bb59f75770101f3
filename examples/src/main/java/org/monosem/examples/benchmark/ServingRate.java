package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.FeatureEncoder;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.encoder.Precision;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Measures how fast a dictionary encodes rows of width 512 into sparse features, in every
 * precision, against what a PyTorch program does with the same weights in the same libtorch: the
 * dense product, ReLU, {@code nonzero} and the values there. Repeats interleaved, the best of each.
 */
public final class ServingRate {
  private static final KernelModule KERNELS =
      KernelModule.load(ServingRate.class, "serving_rate.py");
  private static final int WIDTH = 512;
  private static final int REPEATS = 15;

  private ServingRate() {}

  /**
   * What was measured; times are the best of the repeats, in seconds.
   *
   * @param rows the number of rows
   * @param features the size of the dictionary
   * @param l0 the mean number of features that fired
   * @param dense the time of the dense product, ReLU, {@code nonzero} and values
   * @param fp32 our time in {@link Precision#FP32}
   * @param viaBf16 our time in {@link Precision#FP32_VIA_BF16}: exact as well
   * @param bf16 our time in {@link Precision#BF16}: not exact
   */
  public record Figures(
      int rows, int features, double l0, double dense, double fp32, double viaBf16, double bf16) {

    /** Returns the figures by name; the ratio is that of our faster exact way. */
    public Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", rows);
      result.put("features", features);
      result.put("l0", l0);
      result.put("dense_rows_per_second", rows / dense);
      result.put("fp32_rows_per_second", rows / fp32);
      result.put("fp32_via_bf16_rows_per_second", rows / viaBf16);
      result.put("bf16_rows_per_second", rows / bf16);
      result.put("ratio_vs_dense", dense / Math.min(fp32, viaBf16));
      return result;
    }
  }

  /** Measures on Gaussian rows. */
  public static Figures measure(int rows, int features, double l0) {
    try (NDManager manager = NDManager.newBaseManager();
        SparseAutoencoder dictionary = dictionary(manager, features, l0);
        FeatureEncoder fp32 = dictionary.encoder(Precision.FP32);
        FeatureEncoder viaBf16 = dictionary.encoder(Precision.FP32_VIA_BF16);
        FeatureEncoder bf16 = dictionary.encoder(Precision.BF16)) {
      NDArray x = gaussian(manager, 1, "rows", rows, WIDTH);
      double[] best = {1e9, 1e9, 1e9, 1e9};
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        best[0] = Math.min(best[0], seconds(() -> dense(dictionary, x)));
        best[1] = Math.min(best[1], seconds(() -> fp32.encode(x)));
        best[2] = Math.min(best[2], seconds(() -> viaBf16.encode(x)));
        best[3] = Math.min(best[3], seconds(() -> bf16.encode(x)));
      }
      double active = fp32.encode(x).meanL0();
      return new Figures(rows, features, active, best[0], best[1], best[2], best[3]);
    }
  }

  private static void dense(SparseAutoencoder dictionary, NDArray x) {
    try (NDManager scope = x.getManager().newSubManager()) {
      KERNELS.call(scope, "dense", x, dictionary.wEnc(), dictionary.bEnc(), dictionary.bDec());
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return 1e-9 * (System.nanoTime() - start);
  }

  /**
   * Pre-activations are Gaussian with a mean, the bias, that lets {@code l0} of them be positive.
   */
  private static SparseAutoencoder dictionary(NDManager manager, int features, double l0) {
    try (NDManager scope = manager.newSubManager()) {
      double scale = 1 / Math.sqrt(WIDTH);
      return SparseAutoencoder.of(
          manager,
          DictionaryConfig.relu(WIDTH, features, true),
          gaussian(scope, scale, "encoder", features, WIDTH),
          scope.full(new Shape(features), (float) -quantile(l0 / features)),
          gaussian(scope, scale, "decoder", features, WIDTH),
          gaussian(scope, 0.1, "bias", WIDTH));
    }
  }

  /** Returns the number that a standard Gaussian exceeds with a probability, by bisection. */
  private static double quantile(double probability) {
    double low = -8;
    double high = 8;
    while (high - low > 1e-6) {
      double middle = (low + high) / 2;
      if (exceeds(middle) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The tail of the Gaussian, by the midpoint rule. */
  private static double exceeds(double least) {
    double step = 1e-3;
    double sum = 0;
    for (double z = least + step / 2; z < 9; z += step) {
      sum += Math.exp(-z * z / 2);
    }
    return sum * step / Math.sqrt(2 * Math.PI);
  }

  private static NDArray gaussian(NDManager manager, double scale, String name, long... shape) {
    SplittableRandom random = Seed.of(1).named(name).random();
    Shape size = new Shape(shape);
    float[] values = new float[Math.toIntExact(size.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, size);
  }
}
