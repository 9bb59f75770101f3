package org.monosem.sae.toymodel;

/** Told about the training of a toy model while it runs, on the thread that runs it. */
@FunctionalInterface
public interface StepListener {

  /**
   * Takes note of the progress; an exception ends the training.
   *
   * @param step how many steps are done
   * @param steps how many there are
   */
  void stepped(long step, long steps);

  /** Returns a listener that does nothing. */
  static StepListener none() {
    return (step, steps) -> {};
  }
}
