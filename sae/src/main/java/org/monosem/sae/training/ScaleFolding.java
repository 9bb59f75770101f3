package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.Folding;
import org.monosem.sae.objective.RowScaling;

/** Moves the scales of a training's rows into a dictionary's weights, and out of them again. */
final class ScaleFolding {
  private ScaleFolding() {}

  /**
   * Returns the dictionary for raw activations out of one that was trained on scaled ones.
   *
   * @param manager the owner of the result
   */
  static DictionaryCheckpoint toRaw(
      DictionaryCheckpoint trained, RowScaling scaling, NDManager manager) {
    List<Double> factors = scaling.factors();
    if (scaling.layout().isTranscoder()) {
      return Folding.scales(trained, factors.get(0), factors.get(1), manager);
    }
    return factors.size() == 1
        ? Folding.inputScale(trained, factors.get(0), manager)
        : Folding.columnScales(trained, columns(scaling), manager);
  }

  /**
   * Returns the dictionary for scaled activations out of one for raw ones.
   *
   * @param manager the owner of the result
   */
  static DictionaryCheckpoint fromRaw(
      DictionaryCheckpoint raw, RowScaling scaling, NDManager manager) {
    List<Double> inverse = scaling.factors().stream().map(factor -> 1 / factor).toList();
    return toRaw(raw, new RowScaling(scaling.layout(), inverse), manager);
  }

  private static float[] columns(RowScaling scaling) {
    List<Long> parts = scaling.layout().parts();
    float[] columns = new float[(int) parts.stream().mapToLong(Long::longValue).sum()];
    int start = 0;
    for (int i = 0; i < parts.size(); i++) {
      int stop = start + parts.get(i).intValue();
      java.util.Arrays.fill(columns, start, stop, scaling.factors().get(i).floatValue());
      start = stop;
    }
    return columns;
  }
}
