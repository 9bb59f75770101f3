package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.metric.L0Distribution;
import org.monosem.sae.objective.StepPath;

/**
 * What was measured at one density.
 *
 * @param shape the sizes, and the L0 asked for
 * @param l0 active features a row, as measured
 * @param path the one that the trainer chose
 * @param timings of a step by each path; the sparse one is missing where it is hopeless
 */
public record DensityPoint(StepShape shape, L0Distribution l0, StepPath path, Timings timings) {
  static final String DENSE = "dense";
  static final String CHOSEN = "chosen";
  static final String SPARSE = "sparse";
  static final String HYBRID = "hybrid";
  static final String EAGER = "eager_dense";

  /** Returns the time of the chosen path in units of our own dense path's, by the medians. */
  public double chosenVsDense() {
    return timings.of(CHOSEN).median() / timings.of(DENSE).median();
  }

  /** Returns how many times faster than the eager dense step the chosen path is. */
  public double ratioVsDense() {
    return timings.ratio(EAGER, CHOSEN);
  }

  /** Returns every figure by name; times are the best, in milliseconds. */
  Map<String, Object> toMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("l0", l0.mean());
    result.put("path", path.name());
    result.put("chosen_vs_dense", chosenVsDense());
    result.put("chosen_vs_dense_best", 1 / timings.ratio(DENSE, CHOSEN));
    result.put("ratio_vs_dense", ratioVsDense());
    timings.byName().forEach((name, time) -> result.put(name + "_ms", 1e3 * time.best()));
    return result;
  }
}
