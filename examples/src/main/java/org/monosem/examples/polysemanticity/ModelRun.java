package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.HookPoint;
import org.monosem.core.Tokenizer;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.examples.model.ShippedModel;
import org.monosem.harvest.transformer.Gpt2;

/** The shipped model over short texts. */
final class ModelRun implements AutoCloseable {
  private static final int POSITIONS = 64;

  private final NDManager manager = NDManager.newBaseManager();
  private final Gpt2 model = ShippedModel.load(manager);
  private final Tokenizer tokenizer = ShippedModel.tokenizer();

  /** Returns the tokens of a text as they are shown. */
  List<String> words(String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::display).toList();
  }

  /**
   * Returns the activations of a text's first tokens.
   *
   * @param scope the owner of the results
   * @return for each hook point {@code [positions, width]}
   */
  List<NDArray> activations(NDManager scope, String text, List<HookPoint> hooks) {
    int[] ids = tokenizer.encode(text);
    long[] tokens = new long[Math.min(POSITIONS, ids.length + 1)];
    tokens[0] = tokenizer.endOfTextId();
    for (int i = 1; i < tokens.length; i++) {
      tokens[i] = ids[i - 1];
    }
    NDArray batch = scope.create(tokens, new Shape(1, tokens.length));
    return model.activations(batch, hooks).stream().map(array -> array.squeeze(0)).toList();
  }

  /** Returns what the MLP's neurons read, and their biases; the owner's. */
  UnitWeights neurons(NDManager owner) {
    return model.mlpNeurons(0, owner);
  }

  /** Returns a new manager on the model's device; the caller closes it. */
  NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }
}
