package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.ActivationEdit;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.LossRecoveredAccumulator;
import org.monosem.core.metric.ReconstructionMetrics;

/** One pass of the four runs over batches of contexts, and what they add up to. */
final class SpliceRun {
  private final HookedLanguageModel model;
  private final SparseAutoencoder dictionary;
  private final HookPoint hook;
  private final float[] mean;
  private final LossRecoveredAccumulator losses = LossRecoveredAccumulator.create();
  private final ReconstructionMetrics metrics;
  private long contexts;
  private long positions;
  private long edited;

  SpliceRun(HookedLanguageModel model, SparseAutoencoder dictionary, HookPoint hook, float[] mean) {
    this.model = model;
    this.dictionary = dictionary;
    this.hook = hook;
    this.mean = mean;
    this.metrics = DictionaryMetrics.emptyFor(dictionary);
  }

  void accept(NDManager scope, SpliceBatch batch) {
    NDArray tokens = batch.tokens();
    NDArray zero = scope.zeros(new Shape(1, mean.length));
    NDArray average = scope.create(mean, new Shape(1, mean.length));
    losses.accept(
        model.tokenLosses(tokens).toFloatArray(),
        losses(tokens, activations -> splice(batch, activations)),
        losses(tokens, activations -> batch.put(activations, zero)),
        losses(tokens, activations -> batch.put(activations, average)));
    contexts += tokens.getShape().get(0);
    positions += tokens.size();
    edited += batch.editedPositions();
  }

  long contexts() {
    return contexts;
  }

  SpliceReport report() {
    return new SpliceReport(hook, contexts, positions, edited, losses.value(), metrics.value());
  }

  private float[] losses(NDArray tokens, ActivationEdit edit) {
    return model.tokenLosses(tokens, hook, edit).toFloatArray();
  }

  private NDArray splice(SpliceBatch batch, NDArray activations) {
    try (NDManager scope = activations.getManager().newSubManager()) {
      NDArray x = batch.take(scope, activations);
      FeatureActivations features = dictionary.encode(x);
      NDArray reconstruction = dictionary.decode(features, scope);
      if (batch.editedPositions() > 0) {
        metrics.accept(x, features, reconstruction);
      }
      return batch.put(activations, reconstruction);
    }
  }
}
