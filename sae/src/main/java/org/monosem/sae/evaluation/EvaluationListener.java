package org.monosem.sae.evaluation;

/** Told about an evaluation while it runs, on the thread that runs it, after every batch. */
@FunctionalInterface
public interface EvaluationListener {

  /** Takes note of the progress; an exception ends the evaluation. */
  void onProgress(EvaluationProgress progress);

  /** Returns a listener that does nothing. */
  static EvaluationListener none() {
    return progress -> {};
  }
}
