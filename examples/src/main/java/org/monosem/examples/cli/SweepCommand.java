package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.sweep.DictionarySweep;
import org.monosem.sae.sweep.SweepEntry;
import org.monosem.sae.sweep.SweepGrid;
import org.monosem.sae.sweep.SweepResult;
import org.monosem.sae.sweep.SweptRecipe;
import org.monosem.sae.training.ComputePlan;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.TargetL0Control;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains dictionaries of several kinds, sizes and sparsities over one reading of a cache. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train dictionaries of several recipes, sizes, sparsities and seeds over one reading of a",
      "cache, and compare them: in a table, and in plots of sparsity against faithfulness, with",
      "--corpus or --sources also inside the model. Stop it and run it again to go on; values may",
      "be added then. Sweeps transcoders with --target, crosscoders with several --cache; both need",
      "paired caches. --seed decides the order of the rows, --seeds the dictionaries' starts."
    })
final class SweepCommand extends CliCommand {
  @Mixin SourceOptions activations;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Gets a folder for each dictionary (SAELens's layout, log, checkpoints), sweep.json, and"
              + " plots as PNG and SVG.")
  Path out;

  @Option(
      names = "--features",
      required = true,
      split = ",",
      paramLabel = "N",
      description = "Numbers of features.")
  List<Integer> features;

  @Option(
      names = "--seeds",
      defaultValue = "0",
      split = ",",
      paramLabel = "N",
      description = "Decide the dictionaries' starts (default: ${DEFAULT-VALUE}).")
  List<Long> seeds;

  @Mixin RecipeOptions recipe;

  @Mixin TermOptions terms;

  @Mixin SparsityOptions sparsity;

  @Mixin LengthOptions training;

  @Mixin IntervalOptions every;

  @Mixin ComputeOptions compute;

  @Option(
      names = "--evaluation-rows",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Rows of the cache to measure on, at most (default: ${DEFAULT-VALUE}).")
  long evaluationRows;

  @Mixin InModelOptions inModel;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    List<PublishedRecipe> recipes = checked();
    Output.requireFolder("--out", out);
    SourceOptions.Opened opened = activations.open();
    inModel.keep(activations.skipped());
    TrainingData data = TrainingData.of(opened.source(), common.seed);
    List<SweepEntry> entries = computed(entries(recipes, opened), data.source().width());
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
        SweepTable table = new SweepTable(measured(sweep, data.source().rows(), stop));
        if (inModel.hasText()) {
          table = table.with(new SweepInModel(inModel, this, stop).measured(sweep));
        }
        table.write(out);
        result.put("dictionaries", new Table(table.rows()));
      }
    }
  }

  private List<PublishedRecipe> checked() {
    every.check();
    compute.check();
    training.length();
    terms.term();
    UsageException.atLeast(1, "--evaluation-rows", evaluationRows);
    features.forEach(count -> UsageException.atLeast(1, "--features", count));
    UsageException.distinct("--features", features);
    UsageException.distinct("--seeds", seeds);
    List<PublishedRecipe> recipes = recipe.published("2024");
    sparsity.checkForSweep(recipes);
    recipes.forEach(sparsity::all);
    inModel.check();
    inModel.checkSpliced(
        "a dictionary of this sweep", activations.target != null, activations.caches.size() > 1);
    if (!inModel.hasText()) {
      refuse("without --corpus or --sources", InModelOptions.NEED_TEXT);
    }
    return recipes;
  }

  private List<SweepEntry> entries(List<PublishedRecipe> recipes, SourceOptions.Opened opened) {
    RunLength length = training.length();
    RowLayout layout = opened.layout();
    int width = opened.source().width();
    List<SweptRecipe> swept =
        recipes.stream()
            .map(
                published ->
                    new SweptRecipe(
                        published.text(),
                        sparsity.all(published),
                        (dSae, value) ->
                            swept(published, layout.dictionary(width, dSae).dIn(), dSae, value)))
            .toList();
    return new SweepGrid(swept, features, seeds)
        .entries(length).stream()
            .map(entry -> new SweepEntry(entry.name(), entry.plan().withLayout(layout)))
            .toList();
  }

  private Recipe swept(PublishedRecipe published, int dIn, int dSae, double value) {
    boolean target = sparsity.sweepsTargets(published);
    double strength = target ? published.sparsity().value() : value;
    Recipe made =
        recipe.recipe(published, dIn, dSae, strength, training.length()).withTerm(terms.term());
    return target ? made.withPenaltyControl(TargetL0Control.of(value)) : made;
  }

  /** Dictionaries of one recipe and size are computed in one way; all share the memory. */
  private List<SweepEntry> computed(List<SweepEntry> grid, int width) {
    Map<String, ComputePlan> plans = new HashMap<>();
    List<SweepEntry> entries = new ArrayList<>();
    for (SweepEntry entry : grid) {
      String kind = entry.plan().recipe().name() + ", " + entry.plan().dSae();
      ComputePlan plan = plans.get(kind);
      if (plan == null) {
        TrainingPlan planned = compute.applied(entry.plan(), common.device(), width, grid.size());
        String name = recipe.names.size() > 1 ? entry.plan().recipe().name() + ", " : "";
        console().say(name + ComputeOptions.describe(planned, width));
        plan = planned.compute();
        plans.put(kind, plan);
      }
      entries.add(new SweepEntry(entry.name(), entry.plan().withCompute(plan)));
    }
    return entries;
  }

  /** Measures all on the same rows. */
  private List<SweepResult> measured(DictionarySweep sweep, long cacheRows, StopSignal stop) {
    long rows = Math.min(evaluationRows, cacheRows);
    DictionaryEvaluation evaluation =
        DictionaryEvaluation.onePass().withSeed(common.masterSeed()).withRows(rows);
    int dictionaries = sweep.plans().size();
    try (Progress progress = new Progress(console(), "measuring", "rows", rows * dictionaries)) {
      long[] before = {0};
      return sweep.results(
          evaluation,
          at -> {
            stop.check();
            progress.at(before[0] + at.done(), "");
            before[0] += at.done() == rows ? rows : 0;
          });
    }
  }
}
