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
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
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
      defaultValue = "4096",
      paramLabel = "N",
      description = "Features of the dictionary (default: ${DEFAULT-VALUE}).")
  int features;

  @Mixin RecipeOptions recipe;

  @Mixin CoefficientOption penalty;

  @Mixin LengthOptions training;

  @Mixin IntervalOptions every;

  @Mixin ComputeOptions compute;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--features", features);
    every.check();
    compute.check();
    RunLength length = training.length();
    Recipe chosen = penalty.applied(recipe.recipe(length));
    Output.requireFolder("--out", out);
    SourceOptions.Opened opened = activations.open();
    ActivationSource source = opened.source();
    TrainingPlan plan =
        compute.applied(
            TrainingPlan.of(chosen, features, length, common.seed).withLayout(opened.layout()),
            common.device(),
            source.width());
    Watcher watcher = new Watcher(console(), stop, length.steps());
    try (watcher;
        SaeTrainer trainer =
            SaeTrainer.builder(source, plan)
                .device(common.device())
                .reportEvery(every.report)
                .checkpoints(out.resolve("checkpoints"), every.checkpoint)
                .listener(new JsonLinesLog(out.resolve("log.jsonl")))
                .listener(watcher)
                .build()) {
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
      result.put("rows", trainer.step() * length.batch());
      watcher.lastInto(result);
    }
  }

  private void save(SaeTrainer trainer) {
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.UNIT)) {
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
              "loss %.4g, L0 %.1f, EV %.3f",
              at.loss(),
              at.l0(),
              at.explainedVariance()));
      if (stop.getAsBoolean() && trainer != null) {
        trainer.requestStop();
      }
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
