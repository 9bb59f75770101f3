package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.sae.training.DecoderNorms;
import org.monosem.sae.training.JsonLinesLog;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.SaeTrainerBuilder;
import org.monosem.sae.training.TargetL0Control;
import org.monosem.sae.training.TrainingListener;
import org.monosem.sae.training.TrainingPlan;
import org.monosem.sae.training.TrainingProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a dictionary on a cache. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Train a dictionary on a cache; stop it and run it again to go on.")
final class TrainCommand extends CliCommand {
  private static final int DEFAULT_FEATURES = 4096;

  @Mixin SourceOptions activations;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Where the dictionary goes (SAELens's layout); log.jsonl and checkpoints lie there too.")
  Path out;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "Features of the dictionary (default: 4096, or those of --start-from).")
  @Nullable Integer features;

  @Option(
      names = "--start-from",
      paramLabel = "DIR",
      description = "A dictionary to train further, instead of the recipe's own start.")
  @Nullable Path startFrom;

  @Mixin RecipeOptions recipe;

  @Mixin TermOptions terms;

  @Mixin SparsityOptions sparsity;

  @Mixin LengthOptions training;

  @Mixin IntervalOptions every;

  @Mixin ComputeOptions compute;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    if (features != null) {
      UsageException.atLeast(1, "--features", features);
    }
    every.check();
    compute.check();
    training.length();
    terms.term();
    PublishedRecipe published = recipe.one("2024");
    double strength = sparsity.one(published, published.sparsity().value());
    sparsity.control(published);
    Output.requireFolder("--out", out);
    SourceOptions.Opened opened = activations.open();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch")) {
      SparseAutoencoder start =
          startFrom == null ? null : SparseAutoencoder.load(startFrom, manager);
      train(opened.source(), plan(published, strength, opened, dSae(start)), start, result, stop);
    }
  }

  private int dSae(@Nullable SparseAutoencoder start) {
    if (features != null) {
      return features;
    }
    return start == null ? DEFAULT_FEATURES : start.dSae();
  }

  private TrainingPlan plan(
      PublishedRecipe published, double strength, SourceOptions.Opened opened, int dSae) {
    RunLength length = training.length();
    int width = opened.source().width();
    int dIn = opened.layout().dictionary(width, dSae).dIn();
    Recipe chosen =
        recipe
            .recipe(published, dIn, dSae, strength, length)
            .withPenaltyControl(sparsity.control(published))
            .withTerm(terms.term());
    TrainingPlan plan =
        TrainingPlan.of(chosen, dSae, length, common.seed).withLayout(opened.layout());
    return compute.applied(plan, common.device(), width);
  }

  private void train(
      ActivationSource source,
      TrainingPlan plan,
      @Nullable SparseAutoencoder start,
      Map<String, Object> result,
      StopSignal stop) {
    Watcher watcher = new Watcher(console(), stop, plan.length().steps());
    try (watcher;
        SaeTrainer trainer = trainer(source, plan, start, watcher)) {
      compute.requireKept(trainer.plan(), source.width());
      console().say(ComputeOptions.describe(trainer.plan(), source.width()));
      watcher.watch(trainer);
      boolean complete = trainer.train();
      if (complete) {
        save(trainer);
        result.put("sae", out.toString());
      }
      result.put("complete", complete);
      result.put("step", trainer.step());
      result.put("rows", trainer.step() * plan.length().batch());
      watcher.lastInto(result);
    }
  }

  private SaeTrainer trainer(
      ActivationSource source,
      TrainingPlan plan,
      @Nullable SparseAutoencoder start,
      Watcher watcher) {
    SaeTrainerBuilder builder =
        SaeTrainer.builder(source, plan)
            .device(common.device())
            .reportEvery(every.report)
            .checkpoints(out.resolve("checkpoints"), every.checkpoint)
            .listener(new JsonLinesLog(out.resolve("log.jsonl")))
            .listener(watcher);
    return (start == null ? builder : builder.startFrom(start)).build();
  }

  private void save(SaeTrainer trainer) {
    DecoderNorms norms = DecoderNorms.unitWherePossible(trainer.plan().recipe());
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = trainer.dictionary(manager, norms)) {
      dictionary.save(out);
    }
  }

  /** Shows the steps, and carries the user's stop request to the trainer. */
  static final class Watcher implements TrainingListener, AutoCloseable {
    private final Progress progress;
    private final StopSignal stop;
    private @Nullable SaeTrainer trainer;
    private @Nullable TrainingProgress last;

    Watcher(Console console, StopSignal stop, long steps) {
      this.progress = new Progress(console, "training", "steps", steps);
      this.stop = stop;
    }

    void watch(SaeTrainer watched) {
      this.trainer = watched;
    }

    @Override
    public void progressed(TrainingProgress at) {
      last = at;
      progress.at(
          at.step(),
          String.format(
              Locale.ROOT,
              "loss %.4g, L0 %.1f, EV %.3f%s%s",
              at.loss(),
              at.l0(),
              at.explainedVariance(),
              coefficient(at),
              terms(at)));
      if (stop.getAsBoolean() && trainer != null) {
        trainer.requestStop();
      }
    }

    /** Worth seeing only where it moves by itself. */
    private String coefficient(TrainingProgress at) {
      boolean moves =
          trainer != null && trainer.plan().recipe().penaltyControl() instanceof TargetL0Control;
      return moves ? String.format(Locale.ROOT, ", coefficient %.3g", at.penaltyCoefficient()) : "";
    }

    /** What each term adds to the loss, its weight included. */
    private static String terms(TrainingProgress at) {
      StringBuilder text = new StringBuilder();
      at.terms()
          .forEach(
              (name, value) -> text.append(String.format(Locale.ROOT, ", %s %.4g", name, value)));
      return text.toString();
    }

    void lastInto(Map<String, Object> result) {
      if (last != null) {
        result.put("training", last.toJson());
      }
    }

    @Override
    public void close() {
      progress.close();
    }
  }
}
