package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.monosem.core.HookPoint;
import org.monosem.core.HookedLanguageModel;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.metric.MeanVectorAccumulator;

/**
 * Measures what a dictionary's reconstruction does to the model that its activations come from: the
 * loss and the divergence recovered against zero, mean and resample ablation.
 *
 * <p>Four or five runs see the same contexts, batch by batch: clean; spliced (the reconstruction
 * put in the place of the activations); zero-ablated; mean-ablated; resample-ablated if {@link
 * SpliceOptions#resampling} says so. The edited runs replace the same positions, see {@link
 * UneditedPositions}. A batch costs one pass up to the hook point for the mean activation, one more
 * for all runs together, and one from there to the logits for each run. Losses are summed over all
 * predictions, divergences over the edited positions, before any ratio is taken. A reconstruction
 * that equals its input recovers exactly 1, one that is zero exactly 0 against zero ablation.
 *
 * <p>Contexts are arrays of token ids, each of 2 to {@code contextLength} tokens; neighbours of one
 * length run together. Immutable; safe for use by several threads if the listener is.
 */
public final class SpliceEvaluation {
  private final HookedLanguageModel model;
  private final SparseAutoencoder dictionary;
  private final HookPair hooks;
  private final SpliceOptions options;

  private SpliceEvaluation(
      HookedLanguageModel model,
      SparseAutoencoder dictionary,
      HookPair hooks,
      SpliceOptions options) {
    this.model = model;
    this.dictionary = dictionary;
    this.hooks = hooks;
    this.options = options;
  }

  /**
   * Returns the evaluation of a dictionary inside a model; it closes neither.
   *
   * @throws IllegalArgumentException if the model has no such hook point, or activations of another
   *     width than the dictionary's there
   */
  public static SpliceEvaluation of(
      HookedLanguageModel model,
      SparseAutoencoder dictionary,
      HookPoint hook,
      SpliceOptions options) {
    if (dictionary.config().kind() != DictionaryKind.AUTOENCODER) {
      throw new IllegalArgumentException(
          "dictionary: a transcoder reads one hook point and writes another; name both");
    }
    return ofTranscoder(model, dictionary, new HookPair(hook, hook), options);
  }

  /**
   * Prepares the measurement of a transcoder: its prediction from the activations at one hook point
   * is put in the place of those at another. All ablations are of the latter.
   *
   * @param hooks what it reads and what it writes
   * @throws IllegalArgumentException as {@link #of}
   */
  public static SpliceEvaluation ofTranscoder(
      HookedLanguageModel model,
      SparseAutoencoder dictionary,
      HookPair hooks,
      SpliceOptions options) {
    require("dIn", dictionary.dIn(), model.width(hooks.input()), hooks.input());
    require("dOut", dictionary.dOut(), model.width(hooks.output()), hooks.output());
    return new SpliceEvaluation(model, dictionary, hooks, options);
  }

  private static void require(String axis, int got, int width, HookPoint hook) {
    if (got != width) {
      throw new IllegalArgumentException(
          "dictionary: expected %s=%d, the width of %s, got %s=%d"
              .formatted(axis, width, hook.name(), axis, got));
    }
  }

  /**
   * Measures in two passes: the first takes the mean activation over the edited positions, the
   * second does the runs.
   *
   * @param contexts iterated twice, the same contexts each time
   * @throws IllegalArgumentException if there are none, one is too short or too long, holds an
   *     unknown token, every position is left unedited, or the second pass yields another number of
   *     them
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public SpliceReport evaluate(Iterable<int[]> contexts) {
    return evaluateLabelled(() -> unlabelled(contexts.iterator()));
  }

  /**
   * Measures in two passes as {@link #evaluate(Iterable)} does, and domain by domain as well.
   *
   * @param contexts iterated twice, the same contexts each time
   * @throws IllegalArgumentException as {@link #evaluate(Iterable)}
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public SpliceReport evaluateLabelled(Iterable<LabelledContext> contexts) {
    Mean mean = mean(contexts.iterator());
    SpliceReport report = run(contexts.iterator(), mean.vector());
    if (report.contexts() != mean.contexts()) {
      throw new IllegalArgumentException(
          "contexts: expected the same "
              + mean.contexts()
              + " in both passes, got "
              + report.contexts()
              + " in the second");
    }
    return report;
  }

  /**
   * Measures in one pass with a given mean activation.
   *
   * @param meanActivation what mean ablation puts in place, {@code [dIn]}
   * @throws IllegalArgumentException as {@link #evaluate(Iterable)}, and if the vector is of
   *     another length or not finite
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public SpliceReport evaluate(Iterator<int[]> contexts, double[] meanActivation) {
    return run(unlabelled(contexts), meanActivation);
  }

  private SpliceReport run(Iterator<LabelledContext> contexts, double[] meanActivation) {
    SpliceRun run =
        new SpliceRun(model, dictionary, hooks, toFloats(meanActivation), options.resampling());
    forEachBatch(contexts, EvaluationStage.SPLICING, (scope, batch) -> run.accept(scope, batch));
    return run.report();
  }

  /**
   * Returns the mean activation at the edited positions of contexts, {@code [dIn]}.
   *
   * @throws IllegalArgumentException as {@link #evaluate(Iterable)}
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public double[] meanActivation(Iterable<int[]> contexts) {
    return mean(unlabelled(contexts.iterator())).vector();
  }

  private static Iterator<LabelledContext> unlabelled(Iterator<int[]> contexts) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return contexts.hasNext();
      }

      @Override
      public LabelledContext next() {
        return LabelledContext.unlabelled(contexts.next());
      }
    };
  }

  private Mean mean(Iterator<LabelledContext> contexts) {
    MeanVectorAccumulator mean = MeanVectorAccumulator.create(dictionary.dOut());
    long seen =
        forEachBatch(
            contexts,
            EvaluationStage.MEAN_ACTIVATION,
            (scope, batch) -> {
              NDArray activations = model.activations(batch.tokens(), hooks.output());
              mean.accept(batch.take(scope, activations));
            });
    if (mean.rows() == 0) {
      throw new IllegalArgumentException(
          "contexts: expected positions to edit, got none: all are left unedited");
    }
    return new Mean(seen, mean);
  }

  /** Gives every batch with a manager of its own to the step, and returns how many contexts. */
  private long forEachBatch(Iterator<LabelledContext> contexts, EvaluationStage stage, Step step) {
    long done = 0;
    ContextBatches batches =
        new ContextBatches(contexts, options.batchContexts(), model.contextLength());
    while (batches.hasNext()) {
      Interruption.check("splice evaluation", done, "contexts");
      List<LabelledContext> batch = batches.next();
      try (NDManager scope = model.newManager()) {
        step.run(scope, SpliceBatch.of(scope, batch, options.unedited()));
      }
      done += batch.size();
      options.listener().onProgress(new EvaluationProgress(stage, done, OptionalLong.empty()));
    }
    if (done == 0) {
      throw new IllegalArgumentException("contexts: expected at least one, got none");
    }
    return done;
  }

  private float[] toFloats(double[] mean) {
    if (mean.length != dictionary.dOut()) {
      String axis = dictionary.config().kind() == DictionaryKind.AUTOENCODER ? "dIn" : "dOut";
      throw new IllegalArgumentException(
          "meanActivation: expected ["
              + axis
              + "="
              + dictionary.dOut()
              + "], got ["
              + mean.length
              + "]");
    }
    float[] floats = new float[mean.length];
    for (int d = 0; d < mean.length; d++) {
      floats[d] = (float) mean[d];
      if (!Float.isFinite(floats[d])) {
        throw new IllegalArgumentException(
            "meanActivation: expected finite values, got " + mean[d] + " in column " + d);
      }
    }
    return floats;
  }

  private interface Step {
    void run(NDManager scope, SpliceBatch batch);
  }

  private record Mean(long contexts, MeanVectorAccumulator accumulator) {
    double[] vector() {
      return accumulator.value();
    }
  }
}
