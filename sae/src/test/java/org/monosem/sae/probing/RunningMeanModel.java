package org.monosem.sae.probing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;

/** A model whose activations are means of a table's rows over the context so far. */
final class RunningMeanModel implements HookedLanguageModel {
  static final HookPoint HOOK = HookPoint.mlpPost(0);
  static final int CONTEXT = 64;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final List<Shape> read = new ArrayList<>();
  private final float[][] table;

  /**
   * @param table {@code [vocabulary][width]}
   */
  RunningMeanModel(float[][] table) {
    this.table = table;
  }

  /** Returns the shapes of all tokens read so far. */
  List<Shape> read() {
    return List.copyOf(read);
  }

  int ownedArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public int contextLength() {
    return CONTEXT;
  }

  @Override
  public int vocabularySize() {
    return table.length;
  }

  @Override
  public List<HookPoint> hookPoints() {
    return List.of(HOOK);
  }

  @Override
  public int width(HookPoint hook) {
    return table[0].length;
  }

  @Override
  public NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public NDArray activations(NDArray tokens, HookPoint hook) {
    Shape shape = tokens.getShape();
    read.add(shape);
    int length = (int) shape.get(1);
    int width = table[0].length;
    long[] ids = tokens.toLongArray();
    float[] rows = new float[ids.length * width];
    for (int i = 0; i < ids.length; i++) {
      int before = i % length;
      for (int j = 0; j < width; j++) {
        float past = before == 0 ? 0 : rows[(i - 1) * width + j] * before;
        rows[i * width + j] = (past + table[(int) ids[i]][j]) / (before + 1);
      }
    }
    return tokens.getManager().create(rows, new Shape(shape.get(0), length, width));
  }

  @Override
  public NDArray directLogits(HookPoint hook, NDArray directions) {
    throw new UnsupportedOperationException("probes need no logits");
  }

  @Override
  public NDArray logits(NDArray tokens) {
    throw new UnsupportedOperationException("probes need no logits");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens) {
    throw new UnsupportedOperationException("probes need no losses");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit) {
    throw new UnsupportedOperationException("probes need no losses");
  }

  @Override
  public EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits) {
    throw new UnsupportedOperationException("probes need no losses");
  }

  @Override
  public void close() {
    manager.close();
  }
}
