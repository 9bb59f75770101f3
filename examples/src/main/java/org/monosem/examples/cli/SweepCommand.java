package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.StrictJson;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.sweep.DictionarySweep;
import org.monosem.sae.sweep.SweepEntry;
import org.monosem.sae.sweep.SweepGrid;
import org.monosem.sae.sweep.SweepResult;
import org.monosem.sae.training.ComputePlan;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains dictionaries of several sizes, coefficients and seeds over one reading of a cache. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train dictionaries of several sizes, coefficients and seeds over one reading of a cache,",
      "and compare them. Stop it and run it again to go on; values may be added then.",
      "--seed decides the order of the rows, --seeds the dictionaries' starts."
    })
final class SweepCommand extends CliCommand {
  @Option(names = "--cache", required = true, paramLabel = "DIR", description = "The activations.")
  Path cache;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Gets a folder for each dictionary (SAELens's layout, log, checkpoints), and sweep.json.")
  Path out;

  @Option(
      names = "--features",
      required = true,
      split = ",",
      paramLabel = "N",
      description = "Numbers of features.")
  List<Integer> features;

  @Option(
      names = "--l1",
      required = true,
      split = ",",
      paramLabel = "X",
      description = "The penalty's coefficients, in the recipe's own reduction.")
  List<Double> coefficients;

  @Option(
      names = "--seeds",
      defaultValue = "0",
      split = ",",
      paramLabel = "N",
      description = "Decide the dictionaries' starts (default: ${DEFAULT-VALUE}).")
  List<Long> seeds;

  @Mixin RecipeOptions recipe;

  @Mixin LengthOptions training;

  @Mixin IntervalOptions every;

  @Mixin ComputeOptions compute;

  @Option(
      names = "--evaluation-rows",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Rows of the cache to measure on, at most (default: ${DEFAULT-VALUE}).")
  long evaluationRows;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    every.check();
    compute.check();
    UsageException.atLeast(1, "--evaluation-rows", evaluationRows);
    List<SweepEntry> grid = entries();
    Output.requireFolder("--out", out);
    TrainingData data = TrainingData.of(ActivationCache.open(cache), common.seed);
    List<SweepEntry> entries = computed(grid, data.source().width());
    SweepWatcher watcher = new SweepWatcher(console(), stop, training.steps);
    try (watcher;
        DictionarySweep sweep =
            DictionarySweep.builder(data, entries)
                .device(common.device())
                .reportEvery(every.report)
                .folder(out, every.checkpoint)
                .listener(watcher)
                .build()) {
      sweep.plans().forEach(compute::requirePrecision);
      watcher.watch(sweep);
      boolean complete = sweep.train();
      watcher.close();
      result.put("sweep", out.toString());
      result.put("complete", complete);
      result.put("step", sweep.step());
      if (complete) {
        result.put("dictionaries", measured(sweep, data.source().rows(), stop));
      }
    }
  }

  private List<SweepEntry> entries() {
    RunLength length = training.length();
    features.forEach(count -> UsageException.atLeast(1, "--features", count));
    requireDistinct("--features", features);
    requireDistinct("--l1", coefficients);
    requireDistinct("--seeds", seeds);
    return new SweepGrid(features, coefficients, seeds).entries(recipe.recipe(length), length);
  }

  /** Dictionaries of one size are computed in one way; all share the memory. */
  private List<SweepEntry> computed(List<SweepEntry> grid, int dIn) {
    Map<Integer, ComputePlan> plans = new HashMap<>();
    List<SweepEntry> entries = new ArrayList<>();
    for (SweepEntry entry : grid) {
      ComputePlan plan = plans.get(entry.plan().dSae());
      if (plan == null) {
        TrainingPlan planned = compute.applied(entry.plan(), common.device(), dIn, grid.size());
        console().say(ComputeOptions.describe(planned, dIn));
        plan = planned.compute();
        plans.put(entry.plan().dSae(), plan);
      }
      entries.add(new SweepEntry(entry.name(), entry.plan().withCompute(plan)));
    }
    return entries;
  }

  private static void requireDistinct(String option, List<?> values) {
    if (values.stream().distinct().count() < values.size()) {
      throw new UsageException(option + ": expected each value once, got " + values);
    }
  }

  /** Measures all on the same rows and writes the table beside the dictionaries. */
  private Table measured(DictionarySweep sweep, long cacheRows, StopSignal stop) {
    long rows = Math.min(evaluationRows, cacheRows);
    DictionaryEvaluation evaluation =
        DictionaryEvaluation.onePass().withSeed(common.masterSeed()).withRows(rows);
    int dictionaries = features.size() * coefficients.size() * seeds.size();
    try (Progress progress = new Progress(console(), "measuring", "rows", rows * dictionaries)) {
      long[] before = {0};
      List<Map<String, Object>> table =
          sweep
              .results(
                  evaluation,
                  at -> {
                    stop.check();
                    progress.at(before[0] + at.done(), "");
                    before[0] += at.done() == rows ? rows : 0;
                  })
              .stream()
              .map(SweepResult::toJson)
              .toList();
      AtomicFile.writeString(
          out.resolve("sweep.json"), StrictJson.write(Map.of("dictionaries", table)));
      return new Table(table);
    }
  }
}
