package org.monosem.examples.quickstart;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.encoder.Precision;
import org.monosem.examples.model.ShippedModel;
import org.monosem.examples.polysemanticity.ComparisonOptions;
import org.monosem.examples.polysemanticity.NeuronsAndFeatures;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.pipeline.Harvest;
import org.monosem.harvest.pipeline.HarvestReport;
import org.monosem.harvest.pipeline.TokenContext;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.tokenizer.TokenizerFile;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.sae.evaluation.EvaluationStage;
import org.monosem.sae.evaluation.SpliceEvaluation;
import org.monosem.sae.evaluation.SpliceOptions;
import org.monosem.sae.evaluation.SpliceReport;
import org.monosem.sae.feature.EvidenceOptions;
import org.monosem.sae.feature.EvidenceTable;
import org.monosem.sae.feature.FeatureSurvey;
import org.monosem.sae.training.DecoderNorms;
import org.monosem.sae.training.JsonLinesLog;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingListener;
import org.monosem.sae.training.TrainingPlan;
import org.monosem.sae.training.TrainingProgress;

/**
 * Text in, features out: harvests the shipped model's activations, trains a dictionary on them,
 * measures it on held-out text, gathers evidence about its features and writes the page.
 *
 * <p>A run that was stopped goes on where it was when it is run again with the same plan: the cache
 * is complete or continued, and training resumes from its newest checkpoint.
 */
public final class Quickstart {
  private static final int REPORT_EVERY = 10;
  private static final int CHECKPOINT_EVERY = 500;

  /** Contexts that neurons and features are compared on: each is a document of examples. */
  private static final int COMPARED_CONTEXTS = 150;

  private final QuickstartPlan plan;
  private final QuickstartListener listener;
  private final BooleanSupplier stop;
  private final StageClock clock = new StageClock();

  /**
   * Prepares a run.
   *
   * @param stop asked between units of work; once it says true the run ends with a {@link
   *     CancellationException}, saved as far as it came
   */
  public Quickstart(QuickstartPlan plan, QuickstartListener listener, BooleanSupplier stop) {
    this.plan = plan;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs all stages.
   *
   * @throws CancellationException if stopped
   */
  public QuickstartResult run() {
    TokenizerFile tokenizer = ShippedModel.tokenizer();
    try (NDManager manager = NDManager.newBaseManager(plan.device(), "PyTorch");
        Gpt2 model = ShippedModel.load(manager)) {
      HarvestReport harvested = clock.time("harvest", () -> harvest(model, tokenizer));
      ActivationCache cache = ActivationCache.open(plan.cache());
      try (SparseAutoencoder dictionary = clock.time("train", () -> train(cache, manager))) {
        SpliceReport heldOut = clock.time("evaluate", () -> evaluate(model, tokenizer, dictionary));
        NeuronsAndFeatures compared =
            clock.time("compare", () -> compare(model, tokenizer, dictionary));
        EvidenceTable evidence = clock.time("survey", () -> survey(model, tokenizer, dictionary));
        Path page =
            clock.time(
                "report",
                () -> new QuickstartPage(plan, heldOut, compared, evidence).write(tokenizer));
        return new QuickstartResult(
            page,
            plan.dictionary(),
            harvested.rows(),
            plan.length().rows(),
            heldOut,
            compared,
            clock.seconds());
      }
    }
  }

  private HarvestReport harvest(Gpt2 model, TokenizerFile tokenizer) {
    listener.begin("harvesting", "rows", plan.rows());
    try (PackedContexts contexts =
        PackedContexts.of(
            plan.corpus().training(QuickstartPlan.HELD_OUT), tokenizer, model.contextLength())) {
      HarvestReport report =
          Harvest.of(model, plan.hook())
              .named(model.fingerprint(), "shipped")
              .seed(plan.seed().value())
              .maxRows(plan.rows())
              .listener(
                  at -> {
                    listener.at(at.rows(), "");
                    return !stop.getAsBoolean();
                  })
              .build(
                  contexts.stream().map(TokenContext::of).iterator(),
                  plan.corpus().description(),
                  plan.cache())
              .run();
      stopIf(!report.complete());
      return report;
    } finally {
      listener.end();
    }
  }

  private SparseAutoencoder train(ActivationCache cache, NDManager manager) {
    listener.begin("training", "steps", plan.length().steps());
    TrainingPlan training = trainingPlan();
    Watcher watcher = new Watcher();
    try (SaeTrainer trainer =
        SaeTrainer.builder(cache, training)
            .device(plan.device())
            .reportEvery(REPORT_EVERY)
            .checkpoints(plan.out().resolve("checkpoints"), CHECKPOINT_EVERY)
            .listener(new JsonLinesLog(plan.log()))
            .listener(watcher)
            .build()) {
      watcher.trainer = trainer;
      stopIf(!trainer.train());
      SparseAutoencoder dictionary =
          trainer.dictionary(manager, DecoderNorms.unitWherePossible(trainer.plan().recipe()));
      dictionary.save(plan.dictionary());
      return dictionary;
    } finally {
      listener.end();
    }
  }

  /** Nothing that decides the rounding is measured: two runs with one seed have the same bits. */
  private TrainingPlan trainingPlan() {
    TrainingPlan training =
        TrainingPlan.of(plan.recipe(), plan.features(), plan.length(), plan.seed().value());
    Precision precision = Precision.exactOn(plan.device());
    return training.withCompute(training.compute().withPrecision(precision));
  }

  private SpliceReport evaluate(Gpt2 model, TokenizerFile tokenizer, SparseAutoencoder dictionary) {
    List<int[]> contexts = heldOut(model, tokenizer, plan.evaluationContexts());
    listener.begin("measuring", "contexts", contexts.size());
    try {
      SpliceOptions options =
          SpliceOptions.defaults()
              .withListener(
                  at -> {
                    stopIf(stop.getAsBoolean());
                    listener.at(at.stage() == EvaluationStage.SPLICING ? at.done() : 0, "");
                  });
      return SpliceEvaluation.of(model, dictionary, plan.hook(), options).evaluate(contexts);
    } finally {
      listener.end();
    }
  }

  private NeuronsAndFeatures compare(
      Gpt2 model, TokenizerFile tokenizer, SparseAutoencoder dictionary) {
    int most = Math.min(COMPARED_CONTEXTS, plan.evaluationContexts());
    List<int[]> contexts = heldOut(model, tokenizer, most);
    listener.begin("comparing with neurons", "contexts", contexts.size());
    try {
      return NeuronsAndFeatures.measure(
          model,
          0,
          dictionary,
          contexts,
          ComparisonOptions.standard(plan.seed()),
          read -> {
            stopIf(stop.getAsBoolean());
            listener.at(read, "");
          });
    } finally {
      listener.end();
    }
  }

  private List<int[]> heldOut(Gpt2 model, TokenizerFile tokenizer, int most) {
    return PackedContexts.first(
            plan.corpus().heldOut(QuickstartPlan.HELD_OUT), tokenizer, model.contextLength(), most)
        .stream()
        .map(PackedContext::tokens)
        .toList();
  }

  private EvidenceTable survey(Gpt2 model, TokenizerFile tokenizer, SparseAutoencoder dictionary) {
    List<org.monosem.sae.feature.TokenContext> contexts = new ArrayList<>();
    PackedContexts.first(plan.corpus(), tokenizer, model.contextLength(), plan.surveyContexts())
        .forEach(context -> contexts.add(LabelledContexts.forSurvey(context)));
    listener.begin("surveying", "tokens", (long) contexts.size() * model.contextLength());
    try {
      return FeatureSurvey.of(dictionary, model, plan.hook())
          .read(
              contexts.iterator(),
              EvidenceOptions.standard(),
              tokens -> {
                stopIf(stop.getAsBoolean());
                listener.at(tokens, "");
              });
    } finally {
      listener.end();
    }
  }

  private void stopIf(boolean stopped) {
    if (stopped) {
      throw new CancellationException("stopped; run the same command again to go on");
    }
  }

  /** Shows the training, and carries a stop request to it. */
  private final class Watcher implements TrainingListener {
    private @org.jspecify.annotations.Nullable SaeTrainer trainer;

    @Override
    public void progressed(TrainingProgress at) {
      listener.at(
          at.step(),
          String.format(
              Locale.ROOT,
              "loss %.4g, L0 %.1f, explained variance %.3f, %,.0f rows/s",
              at.loss(),
              at.l0(),
              at.explainedVariance(),
              at.rowsPerSecond()));
      if (stop.getAsBoolean() && trainer != null) {
        trainer.requestStop();
      }
    }
  }
}
