package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Makes the features of every step on the device. Row by row, a batch is what {@code
 * seed.random().nextLong()} yields, of which a kernel computes all numbers at once: the upper 32
 * bits decide whether a feature is present, the lower 24 its value. So a batch is the same on every
 * device, and a pure function of the run's seed and the step.
 */
final class SharedBatch {
  private static final KernelModule KERNELS = KernelModule.load(SharedBatch.class, "engineered.py");
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final NDArray gammas;
  private final NDArray threshold;
  private final NDArray like;
  private final boolean signed;

  /** Makes the arrays that all batches share; they belong to the manager. */
  SharedBatch(NDManager manager, ToyData data, ToyTask task, int rows) {
    this.signed = task == ToyTask.ABSOLUTE_VALUE;
    double density = signed ? data.density() / 2 : data.density();
    long numbers = (long) rows * data.features();
    this.gammas =
        owned(LongStream.rangeClosed(1, numbers).map(i -> i * GOLDEN_GAMMA).toArray(), manager);
    this.threshold =
        owned(
            data.law().probabilities(data.features(), density).stream()
                .mapToLong(p -> Math.round(p * 0x1p32))
                .toArray(),
            manager);
    this.like = manager.zeros(new Shape(1));
  }

  private static NDArray owned(long[] values, NDManager manager) {
    try (NDArray aliasing = manager.create(values)) {
      return aliasing.duplicate();
    }
  }

  /**
   * Returns {@code [runs, rows, features]}.
   *
   * @param owner of the result
   * @param seeds one a run, of this batch
   */
  NDArray of(NDManager owner, List<Seed> seeds) {
    long[] numbers =
        seeds.stream()
            .flatMap(seed -> signed ? Stream.of(seed.at(0), seed.at(1)) : Stream.of(seed))
            .mapToLong(Seed::value)
            .toArray();
    return KERNELS.callForArray(owner, "features", gammas, numbers, threshold, like, signed);
  }
}
