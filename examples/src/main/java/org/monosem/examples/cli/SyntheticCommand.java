package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.groundtruth.DictionaryRecovery;
import org.monosem.core.groundtruth.GroundTruth;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.training.ConstantSchedule;
import org.monosem.sae.training.DecoderNorms;
import org.monosem.sae.training.LearningRateSchedule;
import org.monosem.sae.training.LinearSchedule;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains dictionaries on data whose features are known, and says which of them they found. */
@Command(
    name = "synthetic",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Make data from known directions (atoms), train dictionaries on it by several recipes, and",
      "say how well each found the atoms: mean largest cosines both ways, the share recovered above",
      "0.9, and precision, recall and F1 of firing at the best one-to-one matching."
    })
final class SyntheticCommand extends CliCommand {
  private static final double WARM_UP = 0.05;

  @Mixin GroundTruthFlags flags;

  @Option(
      names = "--recipes",
      split = ",",
      defaultValue = "2023,2024,topk,batch-topk,matryoshka",
      paramLabel = "NAME",
      description = "Some of these (default: ${DEFAULT-VALUE}).")
  List<String> recipes;

  @Option(
      names = "--features",
      defaultValue = "256",
      paramLabel = "N",
      description = "Features of a dictionary (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "--k",
      paramLabel = "N",
      description = "Active features of topk, batch-topk, matryoshka (default: --l0, rounded).")
  @Nullable Integer k;

  @Option(
      names = "--l1-2023",
      defaultValue = "0.004",
      paramLabel = "X",
      description = "The coefficient of 2023 (default: ${DEFAULT-VALUE}).")
  double l12023;

  @Option(
      names = "--l1-2024",
      defaultValue = "2",
      paramLabel = "X",
      description = "The coefficient of 2024 (default: ${DEFAULT-VALUE}).")
  double l12024;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.003",
      paramLabel = "X",
      description = "Adam's, of all recipes (default: ${DEFAULT-VALUE}).")
  double learningRate;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Updates of each (default: ${DEFAULT-VALUE}).")
  long steps;

  @Option(
      names = "--batch",
      defaultValue = "256",
      paramLabel = "N",
      description = "Rows of an update, all of them new (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--test-rows",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Further rows to measure on (default: ${DEFAULT-VALUE}).")
  int testRows;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "--steps", steps);
    UsageException.atLeast(1, "--batch", batch);
    UsageException.atLeast(1, "--test-rows", testRows);
    if (k != null) {
      UsageException.atLeast(1, "--k", k);
    }
    List<Recipe> chosen = recipes.stream().map(this::recipe).toList();
    GroundTruth truth = flags.truth(common.masterSeed().named("synthetic"));
    List<Map<String, Object>> table = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      stop.check();
      table.add(trained(recipes.get(i), chosen.get(i), truth, stop));
    }
    result.put("atoms", truth.atomCount());
    result.put("d_in", truth.dIn());
    result.put("recovery", new Table(table));
  }

  private Recipe recipe(String name) {
    RunLength length = length();
    Recipe published =
        switch (name) {
          case "2023" ->
              Recipe.towardsMonosemanticity2023()
                  .scaled(RunLength.TOWARDS_MONOSEMANTICITY_2023, length)
                  .withCoefficient(l12023);
          case "2024" ->
              Recipe.aprilUpdate2024()
                  .scaled(RunLength.APRIL_UPDATE_2024, length)
                  .withCoefficient(l12024);
          case "topk" -> scaled(Recipe.topK2024(flags.dIn, features, active()));
          case "batch-topk" -> scaled(Recipe.batchTopK2024(flags.dIn, features, active()));
          case "matryoshka" -> scaled(Recipe.matryoshka2025(flags.dIn, features, active()));
          default ->
              throw new UsageException(
                  "--recipes: expected some of 2023, 2024, topk, batch-topk, matryoshka, got "
                      + name);
        };
    return published
        .withLearningRate(learningRate)
        .withLearningRateSchedule(warmed(published.learningRateSchedule()));
  }

  private static LearningRateSchedule warmed(LearningRateSchedule published) {
    return published instanceof LinearSchedule linear
        ? new LinearSchedule(WARM_UP, linear.decay())
        : new ConstantSchedule(WARM_UP);
  }

  private Recipe scaled(Recipe recipe) {
    return recipe.scaled(RunLength.SAEBENCH_2025, length());
  }

  private int active() {
    return k == null ? (int) Math.max(1, Math.round(flags.meanL0)) : k;
  }

  private RunLength length() {
    return new RunLength(steps, batch);
  }

  private Map<String, Object> trained(
      String name, Recipe recipe, GroundTruth truth, StopSignal stop) {
    TrainingPlan plan = TrainingPlan.of(recipe, features, length(), common.seed);
    TrainCommand.Watcher watcher = new TrainCommand.Watcher(console(), stop, steps);
    console().say(name);
    try (watcher;
        SaeTrainer trainer =
            SaeTrainer.builder(truth.activations(0, length().rows()), plan)
                .device(common.device())
                .listener(watcher)
                .build()) {
      watcher.watch(trainer);
      if (!trainer.train()) {
        throw new CancellationException(name + ": stopped after step " + trainer.step());
      }
      return measured(name, trainer, truth);
    }
  }

  /** On rows behind those trained on. */
  private Map<String, Object> measured(String name, SaeTrainer trainer, GroundTruth truth) {
    long begin = length().rows();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("recipe", name);
      line.putAll(DictionaryRecovery.measure(dictionary, truth, begin, testRows).toMap());
      line.keySet().removeAll(List.of("atoms", "rows"));
      line.put(
          "explained_variance",
          DictionaryEvaluation.onePass()
              .evaluate(dictionary, truth.activations(begin, testRows))
              .explainedVariance()
              .value());
      return line;
    }
  }
}
