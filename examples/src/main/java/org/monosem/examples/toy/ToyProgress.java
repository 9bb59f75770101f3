package org.monosem.examples.toy;

/** Hears how far an experiment is. */
@FunctionalInterface
public interface ToyProgress {
  /**
   * Takes note; a {@link java.util.concurrent.CancellationException} ends the experiment, which
   * saves its work first if it has where.
   *
   * @param done of the experiment's rounds
   * @param note what it is at, or empty
   */
  void at(long done, String note);

  /** Returns one that takes no note. */
  static ToyProgress none() {
    return (done, note) -> {};
  }
}
