package org.monosem.sae.training;

import java.util.Locale;
import org.monosem.sae.objective.BatchStatistics;

/**
 * A training stopped because a loss or gradient was not finite; the parameters are those of the
 * last good step, and so are the checkpoints.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private DivergedException(String message) {
    super(message);
  }

  /** Returns the exception of a step, counted from 1. */
  static DivergedException at(long step, BatchStatistics sums, double norm, double learningRate) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training diverged at step %d: squared error %g, gradient norm %g, learning rate %g;"
                + " no parameter was changed by this step",
            step,
            sums.squaredError(),
            norm,
            learningRate));
  }
}
