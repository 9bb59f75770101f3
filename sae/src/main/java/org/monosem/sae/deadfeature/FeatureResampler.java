package org.monosem.sae.deadfeature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.monosem.core.ActivationStream;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.LinearPath;
import org.monosem.sae.objective.Moment;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowScaling;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;

/**
 * Gives dead features new directions as published in Towards Monosemanticity (2023): the loss is
 * evaluated on random rows, and every dead feature draws one of them with probability proportional
 * to the square of its loss.
 *
 * <p>Choices where the paper is silent: the loss contains the penalty; draws are independent, so
 * two features may draw the same row; the direction is the row itself (not {@code x - bDec}); a row
 * of norm zero is never drawn. A transcoder's feature reads in the direction of the row's input and
 * writes in that of its target.
 */
public final class FeatureResampler {
  private final Objective objective;
  private final Workspace workspace;
  private final ResamplingSchedule schedule;

  /** Makes a resampler; it borrows the workspace during {@link #resample}. */
  public FeatureResampler(Objective objective, Workspace workspace, ResamplingSchedule schedule) {
    this.objective = objective;
    this.workspace = workspace;
    this.schedule = schedule;
  }

  /**
   * Resamples the dead features in place and restarts their counters.
   *
   * @param manager of the device; only for what is temporary
   * @param arrays parameters and moments
   * @param counter says who is dead
   * @return the features that were resampled, ascending; none if there are no dead ones
   */
  public int[] resample(
      NDManager manager, TrainedArrays arrays, FiringCounter counter, ResamplingData data) {
    int[] dead = counter.silentFor(schedule.windowRows());
    if (dead.length > 0) {
      try (NDManager scope = manager.newSubManager()) {
        LossSquaredSampler sampler = new LossSquaredSampler(losses(scope, arrays, data));
        SplittableRandom random = data.seed().named("draw").random();
        long[] rows = new long[dead.length];
        Arrays.setAll(rows, i -> sampler.draw(random));
        RowScaling.Parts drawn = data.scaling().of(scope, gather(scope, data, rows));
        FeatureReset.apply(arrays, dead, drawn, schedule.encoderNormFactor());
      }
      counter.restart(dead);
    }
    return dead;
  }

  private float[] losses(NDManager manager, TrainedArrays arrays, ResamplingData data) {
    float[] all = new float[Math.toIntExact(schedule.inputs())];
    try (ActivationStream stream = open(data)) {
      for (int at = 0; at < all.length; at += data.batch()) {
        int count = Math.min(data.batch(), all.length - at);
        try (NDManager scope = manager.newSubManager()) {
          RowScaling.Parts rows = data.scaling().of(scope, stream.next(scope, count));
          GradientRequest request =
              new GradientRequest(rows.inputs(), rows.targets(), 1, StepRoute.DENSE, Moment.NONE);
          float[] losses = LinearPath.rowLosses(objective, arrays.parameters(), request, workspace);
          float[] inputs = squares(rows.inputs());
          float[] targets = squares(rows.targets());
          for (int i = 0; i < count; i++) {
            all[at + i] = inputs[i] > 0 && targets[i] > 0 ? losses[i] : 0;
          }
        }
      }
    }
    return all;
  }

  private static float[] squares(NDArray rows) {
    return rows.square().sum(new int[] {1}).toFloatArray();
  }

  /**
   * Reads the stream a second time and keeps the drawn rows, so that memory holds only those, and
   * Java one batch: {@code [drawn, width]}.
   */
  private NDArray gather(NDManager manager, ResamplingData data, long[] drawn) {
    NDArray inputs = manager.zeros(new Shape(drawn.length, data.source().width()));
    int[] order =
        IntStream.range(0, drawn.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> drawn[i]))
            .mapToInt(i -> i)
            .toArray();
    try (ActivationStream stream = open(data)) {
      int begin = 0;
      for (long at = 0; begin < order.length; at += data.batch()) {
        int count = (int) Math.min(data.batch(), schedule.inputs() - at);
        int end = begin;
        while (end < order.length && drawn[order[end]] < at + count) {
          end++;
        }
        try (NDManager scope = manager.newSubManager()) {
          NDArray rows = stream.next(scope, count);
          FeatureReset.put(rows, at, drawn, Arrays.copyOfRange(order, begin, end), inputs);
        }
        begin = end;
      }
    }
    return inputs;
  }

  private static ActivationStream open(ResamplingData data) {
    return data.source().open(data.seed().named("rows"), 0);
  }
}
