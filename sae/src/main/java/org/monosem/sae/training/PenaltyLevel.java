package org.monosem.sae.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.monosem.core.json.JsonObject;
import org.monosem.sae.objective.BatchStatistics;

/**
 * Where a {@link TargetL0Control} has brought the penalty's coefficient, and what it has seen since
 * its last change.
 */
final class PenaltyLevel {
  private static final String LOG_FACTOR = "log_factor";
  private static final String ERROR = "error";
  private static final String ACTIVE = "active_pairs";
  private static final String ROWS = "rows";

  private double logFactor;
  private double error;
  private long active;
  private long rows;

  /** Returns the level of a run at step 0: the recipe's coefficient. */
  static PenaltyLevel start() {
    return new PenaltyLevel();
  }

  /** Returns what the coefficient is multiplied with. */
  double factor() {
    return Math.exp(logFactor);
  }

  /** Counts a step that was taken, and changes the factor if an interval ends with it. */
  void observe(TrainingPlan plan, long index, BatchStatistics sums) {
    if (!(plan.recipe().penaltyControl() instanceof TargetL0Control control)) {
      return;
    }
    active += sums.activeCount();
    rows += sums.rows();
    if ((index + 1) % TargetL0Control.INTERVAL != 0) {
      return;
    }
    long steps = plan.length().steps();
    Recipe recipe = plan.recipe();
    TargetL0Control.At at =
        new TargetL0Control.At(
            steps,
            recipe.learningRateSchedule().factor(index, steps),
            index + 1 <= recipe.penaltySchedule().warmUp() * steps);
    double now = control.error((double) active / rows);
    logFactor = control.next(logFactor, now, error, at);
    error = now;
    active = 0;
    rows = 0;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(LOG_FACTOR, logFactor);
    json.put(ERROR, error);
    json.put(ACTIVE, active);
    json.put(ROWS, rows);
    return json;
  }

  static PenaltyLevel fromJson(JsonObject json) {
    json.allowOnly(Set.of(LOG_FACTOR, ERROR, ACTIVE, ROWS));
    PenaltyLevel level = new PenaltyLevel();
    level.logFactor = json.number(LOG_FACTOR);
    level.error = json.number(ERROR);
    level.active = json.integer(ACTIVE);
    level.rows = json.integer(ROWS);
    return level;
  }
}
