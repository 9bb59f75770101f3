package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;

/** A model with two units whose activations are sums over the tokens so far. */
final class SummingModel implements HookedLanguageModel {
  static final HookPoint HOOK = HookPoint.mlpPost(0);

  /** The first unit's activation on the last token: the k-th token counts k times. */
  double sum(int... tokens) {
    double sum = 0;
    for (int i = 0; i < tokens.length; i++) {
      sum += (i + 1.0) * tokens[i];
    }
    return sum;
  }

  @Override
  public NDArray activations(NDArray tokens, HookPoint hook) {
    int rows = (int) tokens.getShape().get(0);
    int length = (int) tokens.getShape().get(1);
    long[] ids = tokens.toLongArray();
    float[] out = new float[rows * length * 2];
    for (int row = 0; row < rows; row++) {
      for (int position = 0; position < length; position++) {
        float weighed = 0;
        float others = 0;
        for (int i = 0; i <= position; i++) {
          weighed += (i + 1) * ids[row * length + i];
          others += ids[row * length + i];
        }
        int at = row * length + position;
        out[2 * at] = weighed;
        out[2 * at + 1] = 2 * ids[at] - others;
      }
    }
    return tokens.getManager().create(out, new Shape(rows, length, 2));
  }

  @Override
  public int contextLength() {
    return 64;
  }

  @Override
  public int vocabularySize() {
    return 100;
  }

  @Override
  public List<HookPoint> hookPoints() {
    return List.of(HOOK);
  }

  @Override
  public int width(HookPoint hook) {
    return 2;
  }

  @Override
  public NDManager newManager() {
    return NDManager.newBaseManager();
  }

  @Override
  public NDArray logits(NDArray tokens) {
    throw new UnsupportedOperationException("logits");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens) {
    throw new UnsupportedOperationException("tokenLosses");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit) {
    throw new UnsupportedOperationException("tokenLosses");
  }

  @Override
  public EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits) {
    throw new UnsupportedOperationException("editedRuns");
  }

  @Override
  public NDArray directLogits(HookPoint hook, NDArray directions) {
    throw new UnsupportedOperationException("directLogits");
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
