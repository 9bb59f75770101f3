package org.monosem.sae.probing;

/** Told about probing while it runs, on the thread that runs it. */
@FunctionalInterface
public interface ProbingListener {

  /**
   * Takes note of the progress; an exception ends the work.
   *
   * @param done contexts read, or classes probed, so far
   */
  void onProgress(long done);
}
