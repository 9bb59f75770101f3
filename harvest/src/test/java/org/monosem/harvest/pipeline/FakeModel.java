package org.monosem.harvest.pipeline;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;

/** A model whose activations say which token and position they belong to. */
final class FakeModel implements HookedLanguageModel {
  static final HookPoint OTHER = HookPoint.mlpOut(0);
  static final HookPoint HOOK = HookPoint.mlpPost(0);
  static final int WIDTH = 3;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final int contextLength;
  private int calls;

  FakeModel(int contextLength) {
    this.contextLength = contextLength;
  }

  /**
   * Activations of a token at a position: {@code [token, position, token * position / 4]}; at the
   * other hook {@code [position, token]}.
   */
  @Override
  public NDArray activations(NDArray tokens, HookPoint hook) {
    calls++;
    NDManager owner = tokens.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray ids = tokens.toType(DataType.FLOAT32, true);
      ids.attach(scope);
      NDArray positions =
          scope.arange((int) tokens.getShape().get(1)).toType(DataType.FLOAT32, false);
      NDArray places = positions.broadcast(tokens.getShape());
      NDArray result =
          hook.equals(OTHER)
              ? places.stack(ids, 2)
              : ids.stack(places, 2).concat(ids.mul(places).div(4).expandDims(2), 2);
      result.attach(owner);
      return result;
    }
  }

  int calls() {
    return calls;
  }

  /** Returns how many arrays and managers hang on the model. */
  int held() {
    return manager.getManagedArrays().size();
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public int vocabularySize() {
    return 1 << 20;
  }

  @Override
  public List<HookPoint> hookPoints() {
    return List.of(HOOK, OTHER);
  }

  @Override
  public int width(HookPoint hook) {
    if (hook.equals(OTHER)) {
      return 2;
    }
    if (!hook.equals(HOOK)) {
      throw new IllegalArgumentException("hook point: the model has no " + hook);
    }
    return WIDTH;
  }

  @Override
  public NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public NDArray logits(NDArray tokens) {
    throw new UnsupportedOperationException("a harvest stops at the hook");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens) {
    throw new UnsupportedOperationException("a harvest stops at the hook");
  }

  @Override
  public NDArray tokenLosses(NDArray tokens, HookPoint hook, ActivationEdit edit) {
    throw new UnsupportedOperationException("a harvest stops at the hook");
  }

  @Override
  public EditedRuns editedRuns(NDArray tokens, HookPoint hook, List<ActivationEdit> edits) {
    throw new UnsupportedOperationException("a harvest stops at the hook");
  }

  @Override
  public NDArray directLogits(HookPoint hook, NDArray directions) {
    throw new UnsupportedOperationException("a harvest stops at the hook");
  }

  @Override
  public void close() {
    manager.close();
  }
}
