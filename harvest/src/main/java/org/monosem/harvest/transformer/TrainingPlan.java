package org.monosem.harvest.transformer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.regularisation.Regularisation;

/**
 * How a transformer is trained; together with the data it decides every bit of the result, on one
 * machine with one number of threads.
 *
 * @param steps how many updates
 * @param batchContexts contexts of an update
 * @param optimizer how weights change
 * @param precision of the matrix products; weights, sums and updates are always float32
 * @param evaluateEvery steps between held-out losses, also taken at the end; 0 for the end alone
 * @param checkpointEvery steps between checkpoints, also written at the end; 0 for the end alone
 * @param seed decides the first weights and the order of contexts
 * @param regularisation what training does to chosen layers; null, as in checkpoints of older
 *     versions, is none
 */
public record TrainingPlan(
    long steps,
    int batchContexts,
    AdamW optimizer,
    Precision precision,
    long evaluateEvery,
    long checkpointEvery,
    Seed seed,
    @Nullable Regularisation regularisation) {

  /** The number format of the matrix products' factors. */
  public enum Precision {
    /** Float32. */
    FP32,
    /** Bfloat16: 8 bits of mantissa; several times faster where the processor knows it. */
    BF16
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are no steps or no contexts, or an interval is
   *     negative
   */
  public TrainingPlan {
    check("steps", steps, 1);
    check("batch contexts", batchContexts, 1);
    check("evaluate every", evaluateEvery, 0);
    check("checkpoint every", checkpointEvery, 0);
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(seed, "seed");
    regularisation = regularisation == null ? Regularisation.NONE : regularisation;
  }

  /** Makes a plan without regularisation. */
  public TrainingPlan(
      long steps,
      int batchContexts,
      AdamW optimizer,
      Precision precision,
      long evaluateEvery,
      long checkpointEvery,
      Seed seed) {
    this(
        steps,
        batchContexts,
        optimizer,
        precision,
        evaluateEvery,
        checkpointEvery,
        seed,
        Regularisation.NONE);
  }

  /** Returns what training does to chosen layers; {@link Regularisation#NONE} for nothing. */
  @Override
  public Regularisation regularisation() {
    return Objects.requireNonNull(regularisation);
  }

  /**
   * Returns a plan that suits a small transformer on a CPU: 32 contexts a step, bfloat16 products,
   * {@link AdamW#defaults}, a held-out loss and a checkpoint every 500 steps.
   */
  public static TrainingPlan of(long steps, Seed seed) {
    return new TrainingPlan(steps, 32, AdamW.defaults(), Precision.BF16, 500, 500, seed);
  }

  /** Returns this plan with another batch. */
  public TrainingPlan withBatchContexts(int contexts) {
    return new TrainingPlan(
        steps,
        contexts,
        optimizer,
        precision,
        evaluateEvery,
        checkpointEvery,
        seed,
        regularisation);
  }

  /** Returns this plan with another optimizer. */
  public TrainingPlan withOptimizer(AdamW other) {
    return new TrainingPlan(
        steps,
        batchContexts,
        other,
        precision,
        evaluateEvery,
        checkpointEvery,
        seed,
        regularisation);
  }

  /** Returns this plan with another precision. */
  public TrainingPlan withPrecision(Precision other) {
    return new TrainingPlan(
        steps,
        batchContexts,
        optimizer,
        other,
        evaluateEvery,
        checkpointEvery,
        seed,
        regularisation);
  }

  /** Returns this plan with other intervals. */
  public TrainingPlan withIntervals(long evaluateSteps, long checkpointSteps) {
    return new TrainingPlan(
        steps,
        batchContexts,
        optimizer,
        precision,
        evaluateSteps,
        checkpointSteps,
        seed,
        regularisation);
  }

  /** Returns this plan with another regularisation. */
  public TrainingPlan withRegularisation(Regularisation other) {
    return new TrainingPlan(
        steps, batchContexts, optimizer, precision, evaluateEvery, checkpointEvery, seed, other);
  }

  private static void check(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(what + ": expected at least " + least + ", got " + value);
    }
  }
}
