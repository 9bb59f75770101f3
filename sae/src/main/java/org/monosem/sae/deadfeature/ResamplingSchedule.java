package org.monosem.sae.deadfeature;

import java.util.List;

/**
 * When dead features are resampled, and how (Towards Monosemanticity 2023, appendix "Neuron
 * resampling").
 *
 * @param steps after which steps (counted from 1), ascending; empty for no resampling
 * @param windowRows a feature is dead if it fired on none of the last so many rows
 * @param inputs how many rows the losses are computed on, from which the new directions are drawn
 * @param encoderNormFactor the new encoder row's norm as a share of the mean norm of the encoder
 *     rows of features that are not dead
 */
public record ResamplingSchedule(
    List<Long> steps, long windowRows, long inputs, double encoderNormFactor) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public ResamplingSchedule {
    steps = List.copyOf(steps);
    long last = 0;
    for (long step : steps) {
      if (step <= last) {
        throw new IllegalArgumentException(
            "steps: expected ascending numbers of at least 1, got " + steps);
      }
      last = step;
    }
    if (!steps.isEmpty() && (windowRows < 1 || inputs < 1)) {
      throw new IllegalArgumentException(
          "windowRows and inputs: expected at least 1, got " + windowRows + " and " + inputs);
    }
    if (!(encoderNormFactor >= 0 && Double.isFinite(encoderNormFactor))) {
      throw new IllegalArgumentException(
          "encoderNormFactor: expected a finite number of at least 0, got " + encoderNormFactor);
    }
  }

  /** Returns the schedule that never resamples. */
  public static ResamplingSchedule none() {
    return new ResamplingSchedule(List.of(), 0, 0, 0);
  }

  /**
   * Returns the published schedule: after steps 25,000, 50,000, 75,000 and 100,000 of a run of
   * 1,000,000 steps of 8192 rows; dead over 12,500 steps; losses on 819,200 rows; factor 0.2.
   */
  public static ResamplingSchedule published2023() {
    return new ResamplingSchedule(
        List.of(25_000L, 50_000L, 75_000L, 100_000L), 12_500L * 8192, 819_200, 0.2);
  }

  /**
   * Returns the same schedule for a run of another length: steps scale with the steps, the window
   * with the rows, the number of inputs with the batch. A step that scales to nothing or onto its
   * predecessor is left out.
   *
   * @param stepFactor new steps / old steps
   * @param batchFactor new batch / old batch
   */
  public ResamplingSchedule scaled(double stepFactor, double batchFactor) {
    List<Long> scaled =
        steps.stream()
            .map(step -> Math.round(step * stepFactor))
            .filter(step -> step > 0)
            .distinct()
            .toList();
    return new ResamplingSchedule(
        scaled,
        Math.max(1, Math.round(windowRows * stepFactor * batchFactor)),
        Math.max(1, Math.round(inputs * batchFactor)),
        encoderNormFactor);
  }
}
