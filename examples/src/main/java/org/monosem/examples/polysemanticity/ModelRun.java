package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.HookPoint;
import org.monosem.core.Tokenizer;
import org.monosem.core.polysemanticity.embedding.TokenImportance;
import org.monosem.core.polysemanticity.embedding.UnitActivation;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.examples.model.ShippedModel;
import org.monosem.harvest.transformer.Gpt2;

/** The shipped model over short texts. */
final class ModelRun implements AutoCloseable {
  private static final int POSITIONS = 64;

  private final NDManager manager = NDManager.newBaseManager();
  private final Gpt2 model = ShippedModel.load(manager);
  private final Tokenizer tokenizer = ShippedModel.tokenizer();

  /** Returns the ids that the model sees of a text: the start, and the first tokens. */
  int[] tokens(String text) {
    int[] ids = tokenizer.encode(text);
    int[] tokens = new int[Math.min(POSITIONS, ids.length + 1)];
    tokens[0] = tokenizer.endOfTextId();
    System.arraycopy(ids, 0, tokens, 1, tokens.length - 1);
    return tokens;
  }

  /** Returns the tokens of a text as they are shown. */
  List<String> words(String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::display).toList();
  }

  /** Returns the token at a position of a text as it is shown. */
  String word(String text, int position) {
    return position == 0 ? "(start)" : tokenizer.display(tokens(text)[position]).replace('\n', ' ');
  }

  /**
   * Returns the activations of a text's first tokens.
   *
   * @param scope the owner of the results
   * @return for each hook point {@code [positions, width]}
   */
  List<NDArray> activations(NDManager scope, String text, List<HookPoint> hooks) {
    long[] tokens = Arrays.stream(tokens(text)).asLongStream().toArray();
    NDArray batch = scope.create(tokens, new Shape(1, tokens.length));
    return model.activations(batch, hooks).stream().map(array -> array.squeeze(0)).toList();
  }

  /** Returns which tokens of a context a neuron needs at its end. */
  TokenImportance importance(HookPoint hook, int neuron, int[] context) {
    return TokenImportance.of(
        model, UnitActivation.neuron(hook, neuron), context, tokenizer.endOfTextId());
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
