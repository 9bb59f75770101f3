package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.random.Seed;

/**
 * The activations of a training, in the order that a seed gives them, with what recipes must know
 * of them before the first step (input scale, geometric median), estimated once.
 *
 * <p>The seed decides the order of the rows and the rows that are sampled for the estimates. What a
 * {@link TrainingPlan#seed} decides is only the dictionary's start and its resamplings: trainings
 * of several plans on the same data see the same rows.
 *
 * <p>Safe for use by several threads.
 */
public final class TrainingData {
  private final ActivationSource source;
  private final long seed;
  private final Map<Double, float[]> medians = new HashMap<>();
  private final Map<InputScaling, Double> scales = new EnumMap<>(InputScaling.class);

  private TrainingData(ActivationSource source, long seed) {
    this.source = source;
    this.seed = seed;
  }

  /** Returns the rows of a source in the order of a seed. */
  public static TrainingData of(ActivationSource source, long seed) {
    return new TrainingData(source, seed);
  }

  /** Returns where the rows come from. */
  public ActivationSource source() {
    return source;
  }

  /** Returns the seed that orders the rows. */
  public long seed() {
    return seed;
  }

  /**
   * Starts reading the batches of a training ahead.
   *
   * @param length gives the number of rows of a batch
   * @param step which step the first batch is for, counted from 0
   * @param device where the batches shall lie
   */
  public PrefetchedStream batches(RunLength length, long step, Device device) {
    return PrefetchedStream.open(() -> open(step * length.batch()), length.batch(), device);
  }

  /** Returns the factor of a scaling for these rows. */
  synchronized double scale(NDManager manager, InputScaling scaling) {
    return scales.computeIfAbsent(
        scaling,
        kind ->
            switch (kind) {
              case NONE -> 1.0;
              case MEAN_NORM_SQRT_DIN ->
                  ActivationStatistics.scaleToSqrtWidth(manager, source, named("scale"));
              case MEAN_SQUARE_NORM_ONE ->
                  ActivationStatistics.scaleToUnitSquare(manager, source, named("scale"));
            });
  }

  /** Returns the geometric median of the rows times {@code inputScale}, {@code [dIn]}. */
  synchronized float[] geometricMedian(NDManager manager, double inputScale) {
    return medians.computeIfAbsent(inputScale, factor -> median(manager, factor));
  }

  private float[] median(NDManager manager, double inputScale) {
    try (NDManager scope = manager.newSubManager()) {
      return ActivationStatistics.geometricMedian(scope, source, named("median"), inputScale)
          .toFloatArray();
    }
  }

  private ActivationStream open(long firstRow) {
    return source.open(named("data"), firstRow);
  }

  private Seed named(String purpose) {
    return Seed.of(seed).named(purpose);
  }
}
