package org.monosem.examples.toy;

import java.util.Locale;
import org.monosem.sae.toymodel.StepListener;

/**
 * Counts an experiment's progress over its parts in operations, not in steps: a step of a wide
 * network takes a hundred times that of a narrow one, and only so the time left can be told.
 */
final class Rounds {
  /** 10^9 operations. */
  static final String UNIT = "Gop";

  /** What a step takes however small it is, in operations of a product. */
  static final double LEAST = 2e7;

  /** What it takes to draw a number, in operations of a product. */
  static final double DRAW = 100;

  private final ToyProgress progress;
  private double before;

  Rounds(ToyProgress progress) {
    this.progress = progress;
  }

  /** Returns how many rounds so many operations are. */
  static long of(double operations) {
    return Math.max(1, Math.round(operations / 1e9));
  }

  /**
   * Returns what hears of the next part.
   *
   * @param name of the part
   * @param steps that it has
   * @param operations of a step
   */
  StepListener part(String name, long steps, double operations) {
    double begin = before;
    before += steps * operations;
    return (step, all) ->
        progress.at(
            of(begin + step * operations),
            String.format(Locale.ROOT, "%s: step %,d of %,d", name, step, all));
  }
}
