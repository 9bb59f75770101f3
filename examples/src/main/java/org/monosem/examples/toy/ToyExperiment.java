package org.monosem.examples.toy;

import java.util.function.IntConsumer;

/** An experiment on a toy model, ready to run. */
public interface ToyExperiment {
  /** Returns the name of its files, {@code capacity} for example. */
  String name();

  /** Returns what its progress is counted in, {@code searches} for example. */
  String unit();

  /** Returns how many of these there are. */
  long rounds();

  /**
   * Runs it.
   *
   * @param progress told how many rounds are done, several times on the way; an exception of it
   *     ends the experiment, of which nothing is kept then
   */
  Findings run(IntConsumer progress);
}
