package org.monosem.examples.quickstart;

/** Hears how the stages of a first run go, in the run's own thread. */
public interface QuickstartListener {

  /**
   * A stage begins.
   *
   * @param stage what is being done, for example {@code harvesting}
   * @param unit what is counted, for example {@code rows}
   * @param total how many there will be at most
   */
  void begin(String stage, String unit, long total);

  /**
   * The stage goes on.
   *
   * @param done how many are behind
   * @param note a figure worth seeing, or empty
   */
  void at(long done, String note);

  /** The stage is over. */
  void end();
}
