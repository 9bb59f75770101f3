package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.activation.JumpRelu;

/**
 * The running estimate of the threshold that gives single rows as many active features as a
 * selection over whole batches does.
 */
final class ThresholdEstimate {
  static final String THRESHOLD = JumpRelu.THRESHOLD;
  private static final String TOTAL = "threshold.total";
  private static final String WEIGHT = "threshold.weight";
  private static final String CUT = "threshold.last";

  /** What the estimates are before the first batch. */
  static final Map<String, Double> START = Map.of(TOTAL, 0.0, WEIGHT, 0.0, CUT, 0.0);

  private ThresholdEstimate() {}

  static void check(double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "thresholdDecay: expected at least 0 and less than 1, got " + decay);
    }
  }

  /** Chooses a batch's entries, starting from the last batch's least value. */
  static BatchEntries.Found entries(
      NDManager scope,
      NDArray xc,
      DictionaryParameters p,
      GradientRequest request,
      ActiveCount active,
      Workspace workspace) {
    long k = Math.min(active.at(request.moment().progress()), p.dSae());
    long count = k * request.batch();
    BatchEntries search = new BatchEntries(scope, xc, p, workspace);
    return request.route().path() == StepPath.DENSE
        ? search.anywhere(count)
        : search.near(count, request.moment().estimate(CUT));
  }

  static void observe(
      Map<String, NDArray> estimates, BatchGradient batch, double decay, NDArray halt) {
    ChosenEntries.KERNELS.run(
        "observe",
        get(estimates, TOTAL),
        get(estimates, WEIGHT),
        get(estimates, CUT),
        batch.observed().get(0),
        decay,
        halt);
  }

  /** Returns float32 {@code [dSae]}, owned by {@code manager}. */
  static NDArray threshold(NDManager manager, Map<String, NDArray> estimates, NDArray like) {
    return ChosenEntries.KERNELS.callForArray(
        manager, "threshold", get(estimates, TOTAL), get(estimates, WEIGHT), like);
  }

  private static NDArray get(Map<String, NDArray> estimates, String name) {
    return Objects.requireNonNull(estimates.get(name), name);
  }
}
