package org.monosem.sae.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.evaluation.EvaluationListener;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.training.DecoderNorms;
import org.monosem.sae.training.DivergedException;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingPlan;

/** One dictionary of a running sweep. */
final class SweptDictionary implements AutoCloseable {
  private final SweepEntry entry;
  private final SaeTrainer trainer;
  private long nanos;
  private long steps;
  private @Nullable String failure;

  SweptDictionary(SweepEntry entry, SaeTrainer trainer) {
    this.entry = entry;
    this.trainer = trainer;
  }

  SweepEntry entry() {
    return entry;
  }

  TrainingPlan plan() {
    return trainer.plan();
  }

  long step() {
    return trainer.step();
  }

  Objective objective() {
    return trainer.objective();
  }

  double inputScale() {
    return trainer.inputScale();
  }

  @Nullable String failure() {
    return failure;
  }

  /** Returns whether there is nothing left to train. */
  boolean settled() {
    return failure != null || step() >= plan().length().steps();
  }

  double rowsPerSecond() {
    return steps == 0 ? Double.NaN : steps * plan().length().batch() / (nanos / 1e9);
  }

  /**
   * Takes a step.
   *
   * @throws DivergedException noting the failure; the parameters stay those of the last good step
   */
  void take(NDArray rows) {
    long begun = System.nanoTime();
    try {
      trainer.step(rows);
      steps++;
    } catch (DivergedException e) {
      failure = e.getMessage();
      trainer.checkpoint();
      throw e;
    } finally {
      nanos += System.nanoTime() - begun;
    }
  }

  /** Keeps the step reached, if it was reached here; a failure has kept its step already. */
  void checkpoint() {
    if (failure == null && steps > 0) {
      trainer.checkpoint();
    }
  }

  /** Writes the dictionary in SAELens's layout, decoder rows of norm one where possible. */
  void save(Path folder) {
    DecoderNorms norms = DecoderNorms.unitWherePossible(plan().recipe());
    try (NDManager manager = NDManager.newBaseManager(trainer.device(), "PyTorch");
        SparseAutoencoder dictionary = trainer.dictionary(manager, norms)) {
      dictionary.save(folder);
    }
  }

  SweepResult measure(
      DictionaryEvaluation evaluation, ActivationSource source, EvaluationListener progress) {
    return apply(
        (entry, dictionary) ->
            SweepResult.of(
                this, source.width(), evaluation.evaluate(dictionary, source, progress)));
  }

  /** Has the dictionary as it stands measured. */
  <T> T apply(BiFunction<SweepEntry, SparseAutoencoder, T> measure) {
    try (NDManager manager = NDManager.newBaseManager(trainer.device(), "PyTorch");
        SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
      return measure.apply(entry, dictionary);
    }
  }

  @Override
  public void close() {
    trainer.close();
  }
}
