package org.monosem.sae.evaluation;

import java.util.Arrays;
import org.monosem.core.EditedRuns;

/** The figures of several runs on the Java heap, one array for each run. */
final class RunFigures {
  private RunFigures() {}

  /** Returns the losses of all runs, {@code [1 + edits][prediction]}, context after context. */
  static float[][] losses(EditedRuns runs) {
    return split(runs.losses().toFloatArray(), (int) runs.losses().getShape().get(0));
  }

  /**
   * Returns the divergences at the edited positions, {@code [1 + edits][edited]}; the first run is
   * that of the model as it is, and zero.
   */
  static float[][] divergences(EditedRuns runs, SpliceBatch batch) {
    int edits = (int) runs.divergences().getShape().get(0);
    float[][] everywhere = split(runs.divergences().toFloatArray(), edits);
    float[][] arms = new float[1 + edits][batch.editedPositions()];
    for (int edit = 0; edit < edits; edit++) {
      for (int i = 0; i < batch.editedPositions(); i++) {
        arms[1 + edit][i] = everywhere[edit][batch.place(i)];
      }
    }
    return arms;
  }

  private static float[][] split(float[] flat, int runs) {
    float[][] parts = new float[runs][];
    int length = flat.length / runs;
    for (int run = 0; run < runs; run++) {
      parts[run] = Arrays.copyOfRange(flat, run * length, (run + 1) * length);
    }
    return parts;
  }
}
