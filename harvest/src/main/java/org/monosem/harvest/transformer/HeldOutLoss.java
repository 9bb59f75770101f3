package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.harvest.transformer.Gpt2Forward.Contexts;

/** The mean loss, in float32, over every prediction in a set of contexts. */
final class HeldOutLoss {
  private static final int TOKENS_AT_ONCE = 2048;

  private HeldOutLoss() {}

  /** Returns the mean over all predictions of all contexts, in nats. */
  static double of(Gpt2 model, TokenContexts heldOut, NDManager manager) {
    ContextBatches batches = new ContextBatches(heldOut, model.config());
    int contexts = Math.max(1, TOKENS_AT_ONCE / heldOut.length());
    double sum = 0;
    for (long begin = 0; begin < heldOut.contexts(); begin += contexts) {
      long end = Math.min(heldOut.contexts(), begin + contexts);
      try (NDManager scope = manager.newSubManager()) {
        sum += sum(model, batches.range(begin, end), scope);
      }
    }
    return sum / ((double) heldOut.contexts() * (heldOut.length() - 1));
  }

  private static double sum(Gpt2 model, long[][] batch, NDManager scope) {
    NDArray tokens = scope.create(batch);
    NDArray inputs = tokens.get(":, :-1");
    NDArray losses = scope.create(new Shape(batch.length, batch[0].length - 1), DataType.FLOAT32);
    model.storeLosses(
        model.hidden(new Contexts(inputs, 0, batch.length), scope), tokens, losses, 0);
    double sum = 0;
    for (float loss : losses.toFloatArray()) {
      sum += loss;
    }
    return sum;
  }
}
