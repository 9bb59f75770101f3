package org.monosem.sae.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.RowScaling;

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
  private final Map<RowScaling, float[]> medians = new HashMap<>();
  private final Map<ScalingKind, RowScaling> scalings = new HashMap<>();
  private final Map<Double, TrainingData> within = new HashMap<>();
  private double medianNorm = Double.NaN;

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

  /** Returns the same data as estimates see it, without rows of higher norms. */
  synchronized TrainingData within(double maxNorm) {
    return maxNorm == Double.POSITIVE_INFINITY
        ? this
        : within.computeIfAbsent(
            maxNorm, limit -> new TrainingData(new RowsWithin(source, limit), seed));
  }

  /** Returns the highest norm that a recipe trains on; infinite for all. */
  synchronized double maxNorm(NDManager manager, double ratio) {
    if (ratio == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isNaN(medianNorm)) {
      medianNorm = ActivationStatistics.medianNorm(manager, source, named("norm"));
    }
    return ratio * medianNorm;
  }

  /** Returns the factors of a kind of scaling for each part of these rows. */
  synchronized RowScaling scaling(NDManager manager, InputScaling scaling, RowLayout layout) {
    return scalings.computeIfAbsent(
        new ScalingKind(scaling, layout),
        kind -> ActivationStatistics.scaling(manager, source, named("scale"), kind));
  }

  /** What factors depend on, for given rows. */
  record ScalingKind(InputScaling scaling, RowLayout layout) {}

  /** Returns the geometric median of the scaled targets, {@code [dOut]}. */
  synchronized float[] geometricMedian(NDManager manager, RowScaling scaling) {
    return medians.computeIfAbsent(scaling, factors -> median(manager, factors));
  }

  private float[] median(NDManager manager, RowScaling scaling) {
    try (NDManager scope = manager.newSubManager()) {
      return ActivationStatistics.geometricMedian(scope, source, named("median"), scaling)
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
