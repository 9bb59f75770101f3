package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.metric.L0Accumulator;
import org.monosem.core.metric.L0Distribution;
import org.monosem.core.random.Seed;

/**
 * What every contender computes one step of: a batch of synthetic activations and a dictionary on
 * which it has the asked L0.
 *
 * <p>Rows are sums of unit directions, each active with a frequency of its own ({@link
 * FeatureFrequencies}) and of a size uniform in 0.5 to 1.5, around a common mean. The dictionary's
 * encoder and decoder rows are those directions, its decoder bias the mean; each encoder bias is
 * the one under which its feature fires as often on this batch as its frequency says.
 *
 * @param shape the sizes, and the L0 asked for
 * @param rows the batch, {@code [batch, dIn]}
 * @param dictionary with a pre-encoder bias and decoder rows of unit norm
 * @param l0 active features a row, as measured
 */
record StepProblem(StepShape shape, NDArray rows, SparseAutoencoder dictionary, L0Distribution l0) {
  static final KernelModule KERNELS = KernelModule.load(StepProblem.class, "problem.py");
  private static final int TILE_FLOATS = 1 << 24;
  private static final double MEAN_SIZE = 0.3;

  /** Makes rows and dictionary; the manager owns both. */
  static StepProblem make(NDManager manager, StepShape shape, Seed seed) {
    double[] frequencies = FeatureFrequencies.of(shape, seed.named("frequencies"));
    float[] mean = gaussian(shape.dIn(), seed.named("mean"), MEAN_SIZE);
    float[] sums = new float[Math.multiplyExact(shape.batch(), shape.dIn())];
    for (int row = 0; row < shape.batch(); row++) {
      System.arraycopy(mean, 0, sums, row * shape.dIn(), shape.dIn());
    }
    NDArray directions = manager.zeros(new Shape(shape.features(), shape.dIn()));
    fill(directions, sums, frequencies, seed);
    NDArray rows = manager.create(sums, new Shape(shape.batch(), shape.dIn()));
    NDArray bDec = manager.create(mean);
    try (NDManager scope = manager.newSubManager()) {
      long[] counts = FeatureFrequencies.counts(frequencies, shape.batch());
      NDArray bEnc = biases(scope, rows.sub(bDec), directions, counts);
      DictionaryConfig config = DictionaryConfig.relu(shape.dIn(), shape.features(), true);
      SparseAutoencoder dictionary =
          SparseAutoencoder.of(manager, config, directions, bEnc, directions, bDec);
      directions.close();
      return new StepProblem(shape, rows, dictionary, measure(rows, dictionary));
    }
  }

  /** Returns the weights in the order that every kernel takes: wEnc, bEnc, wDec, bDec. */
  List<NDArray> weights() {
    return List.of(dictionary.wEnc(), dictionary.bEnc(), dictionary.wDec(), dictionary.bDec());
  }

  /** Draws the directions, and adds each to the rows that it is active on. */
  private static void fill(NDArray directions, float[] sums, double[] frequencies, Seed seed) {
    int dIn = Math.toIntExact(directions.getShape().get(1));
    int chunk = Math.max(1, TILE_FLOATS / dIn);
    for (int first = 0; first < frequencies.length; first += chunk) {
      int count = Math.min(chunk, frequencies.length - first);
      float[] block = new float[count * dIn];
      for (int i = 0; i < count; i++) {
        float[] direction = unit(gaussian(dIn, seed.named("directions").at(first + i), 1));
        System.arraycopy(direction, 0, block, i * dIn, dIn);
        SplittableRandom random = seed.named("activity").at(first + i).random();
        addTo(sums, direction, frequencies[first + i], random);
      }
      try (NDManager scope = directions.getManager().newSubManager()) {
        directions.set(
            new NDIndex("{}:{}", first, first + count), scope.create(block, new Shape(count, dIn)));
      }
    }
  }

  /** The gaps between the rows that a feature is active on are geometric. */
  private static void addTo(
      float[] sums, float[] direction, double frequency, SplittableRandom random) {
    int dIn = direction.length;
    int batch = sums.length / dIn;
    double logSilent = Math.log1p(-frequency);
    double row = Math.floor(Math.log(1 - random.nextDouble()) / logSilent);
    while (row < batch) {
      float size = (float) (0.5 + random.nextDouble());
      int begin = ((int) row) * dIn;
      for (int i = 0; i < dIn; i++) {
        sums[begin + i] += size * direction[i];
      }
      row += 1 + Math.floor(Math.log(1 - random.nextDouble()) / logSilent);
    }
  }

  private static NDArray biases(NDManager scope, NDArray centred, NDArray w, long[] counts) {
    float[] biases = new float[counts.length];
    int tile = Math.max(1, TILE_FLOATS / Math.toIntExact(centred.getShape().get(0)));
    for (int first = 0; first < counts.length; first += tile) {
      int end = Math.min(counts.length, first + tile);
      try (NDManager inner = scope.newSubManager()) {
        NDArray some = w.get(new NDIndex("{}:{}", first, end));
        some.attach(inner);
        NDArray wanted = inner.create(Arrays.copyOfRange(counts, first, end));
        float[] values =
            KERNELS.callForArray(inner, "biases", centred, some, wanted).toFloatArray();
        System.arraycopy(values, 0, biases, first, values.length);
      }
    }
    return scope.create(biases);
  }

  private static L0Distribution measure(NDArray rows, SparseAutoencoder dictionary) {
    L0Accumulator l0 = L0Accumulator.create(dictionary.dSae());
    l0.accept(dictionary.encode(rows));
    return l0.value();
  }

  private static float[] gaussian(int length, Seed seed, double deviation) {
    SplittableRandom random = seed.random();
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static float[] unit(float[] values) {
    double power = 0;
    for (float value : values) {
      power += value * value;
    }
    float norm = (float) Math.sqrt(power);
    for (int i = 0; i < values.length; i++) {
      values[i] /= norm;
    }
    return values;
  }
}
