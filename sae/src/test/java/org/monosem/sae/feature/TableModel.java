package org.monosem.sae.feature;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;

/** A model whose activations are a table by token, and whose direct logits are one product. */
final class TableModel implements HookedLanguageModel {
  static final HookPoint HOOK = HookPoint.mlpPost(0);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final float[] table;
  private final float[] unembedding;
  private final int vocabulary;
  private final int width;

  /**
   * @param table shape {@code [vocabulary, width]}
   * @param unembedding shape {@code [width, vocabulary]}
   */
  TableModel(int vocabulary, int width, float[] table, float[] unembedding) {
    this.vocabulary = vocabulary;
    this.width = width;
    this.table = table.clone();
    this.unembedding = unembedding.clone();
  }

  int ownedArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public int contextLength() {
    return 64;
  }

  @Override
  public int vocabularySize() {
    return vocabulary;
  }

  @Override
  public List<HookPoint> hookPoints() {
    return List.of(HOOK);
  }

  @Override
  public int width(HookPoint hook) {
    return width;
  }

  @Override
  public NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public NDArray activations(NDArray tokens, HookPoint hook) {
    try (NDManager scratch = tokens.getManager().newSubManager()) {
      long[] ids = tokens.toLongArray();
      float[] rows = new float[ids.length * width];
      for (int i = 0; i < ids.length; i++) {
        System.arraycopy(table, (int) ids[i] * width, rows, i * width, width);
      }
      NDArray result =
          scratch.create(
              rows, new Shape(tokens.getShape().get(0), tokens.getShape().get(1), width));
      result.attach(tokens.getManager());
      return result;
    }
  }

  @Override
  public NDArray directLogits(HookPoint hook, NDArray directions) {
    try (NDManager scratch = directions.getManager().newSubManager()) {
      NDArray matrix = scratch.create(unembedding, new Shape(width, vocabulary));
      NDArray result = directions.toType(DataType.FLOAT32, false).matMul(matrix);
      result.attach(directions.getManager());
      return result;
    }
  }

  @Override
  public NDArray logits(NDArray tokens) {
    throw new UnsupportedOperationException("evidence needs no logits");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens) {
    throw new UnsupportedOperationException("evidence needs no losses");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit) {
    throw new UnsupportedOperationException("evidence needs no losses");
  }

  @Override
  public EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits) {
    throw new UnsupportedOperationException("evidence needs no losses");
  }

  @Override
  public void close() {
    manager.close();
  }
}
