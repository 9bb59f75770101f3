package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.LossRecoveredAccumulator;
import org.monosem.core.metric.PeerLossRecoveredAccumulator;
import org.monosem.core.metric.ReconstructionMetrics;
import org.monosem.core.random.Seed;

/** One pass of all runs over batches of contexts, and what they add up to. */
final class SpliceRun {
  private final HookedLanguageModel model;
  private final SparseAutoencoder dictionary;
  private final HookPair hooks;
  private final float[] mean;
  private final @Nullable Seed resampling;
  private final LossRecoveredAccumulator losses = LossRecoveredAccumulator.create();
  private final LossRecoveredAccumulator divergences = LossRecoveredAccumulator.create();
  private final PeerLossRecoveredAccumulator peerLosses = PeerLossRecoveredAccumulator.create();
  private final ReconstructionMetrics metrics;
  private final ContextFirings firings;
  private final DomainBreakdown domains;
  private long batches;
  private long positions;
  private long edited;

  SpliceRun(
      HookedLanguageModel model,
      SparseAutoencoder dictionary,
      HookPair hooks,
      float[] mean,
      @Nullable Seed resampling) {
    this.model = model;
    this.dictionary = dictionary;
    this.hooks = hooks;
    this.mean = mean;
    this.resampling = resampling;
    this.metrics = DictionaryMetrics.emptyFor(dictionary);
    this.firings = new ContextFirings(dictionary.dSae());
    this.domains = new DomainBreakdown(dictionary);
  }

  void accept(NDManager scope, SpliceBatch batch) {
    HookPoint hook = hooks.output();
    NDArray read =
        hooks.input().equals(hook) ? null : model.activations(batch.tokens(), hooks.input());
    try (EditedRuns runs = model.editedRuns(batch.tokens(), hook, edits(scope, batch, read))) {
      acceptLosses(batch, RunFigures.losses(runs));
      acceptDivergences(batch, RunFigures.divergences(runs, batch));
    }
    batches++;
    positions += batch.tokens().size();
    edited += batch.editedPositions();
  }

  /** The edited runs in the order of the arms of {@link LossRecoveredAccumulator}. */
  private List<ActivationEdit> edits(NDManager scope, SpliceBatch batch, @Nullable NDArray read) {
    NDArray zero = scope.zeros(new Shape(1, mean.length));
    NDArray average = scope.create(mean, new Shape(1, mean.length));
    List<ActivationEdit> edits = new ArrayList<>();
    edits.add(activations -> splice(batch, read == null ? activations : read, activations));
    edits.add(activations -> batch.put(activations, zero));
    edits.add(activations -> batch.put(activations, average));
    if (resampling != null) {
      Seed seed = resampling.named("resample ablation").at(batches);
      edits.add(activations -> batch.resample(activations, seed));
    }
    return edits;
  }

  private void acceptLosses(SpliceBatch batch, float[][] arms) {
    losses.accept(arms);
    LossRecoveredAccumulator alone = LossRecoveredAccumulator.create();
    alone.accept(arms);
    peerLosses.accept(alone.value());
    domains.acceptLosses(batch, arms, batch.length() - 1);
  }

  private void acceptDivergences(SpliceBatch batch, float[][] arms) {
    divergences.accept(arms);
    domains.acceptDivergences(batch, arms);
  }

  long contexts() {
    return firings.contexts();
  }

  SpliceReport report() {
    return new SpliceReport(
        hooks.output(),
        new SpliceCounts(contexts(), batches, positions, edited),
        losses.value(),
        divergences.value(),
        peerLosses.value(),
        metrics.value(),
        firings.value(),
        domains.reports());
  }

  private NDArray splice(SpliceBatch batch, NDArray read, NDArray activations) {
    try (NDManager scope = activations.getManager().newSubManager()) {
      NDArray x = batch.take(scope, read);
      NDArray y = batch.take(scope, activations);
      FeatureActivations features = dictionary.encode(x);
      NDArray reconstruction = DictionaryMetrics.reconstruction(dictionary, x, features);
      firings.accept(batch, features);
      if (batch.editedPositions() > 0) {
        metrics.accept(y, features, reconstruction);
        domains.accept(batch, y, features, reconstruction);
      }
      return batch.put(activations, reconstruction);
    }
  }
}
