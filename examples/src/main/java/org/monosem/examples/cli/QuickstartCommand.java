package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.HookPoint;
import org.monosem.examples.quickstart.Quickstart;
import org.monosem.examples.quickstart.QuickstartListener;
import org.monosem.examples.quickstart.QuickstartPlan;
import org.monosem.examples.quickstart.QuickstartResult;
import org.monosem.sae.training.PublishedRecipe;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job from end to end, with the shipped model. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Text in, features out: harvest the shipped model's activations, train a dictionary,",
      "measure it on held-out text and write a page about its features. Stop it with Ctrl-C",
      "and run it again to go on."
    })
final class QuickstartCommand extends CliCommand {
  /** The width of the shipped model's MLP, where the quickstart looks. */
  private static final int D_IN = 512;

  /** About as many active features as the coefficients give. */
  private static final double L0 = 16;

  /**
   * Coefficients that give the shipped model's activations an L0 well below 20 in a run of this
   * length; the 2023 recipe does not scale its inputs, so its own is for other activations.
   */
  private static final double COEFFICIENT_2023 = 8e-4;

  private static final double COEFFICIENT_2024 = 9;

  @Mixin CorpusOptions text;

  @Mixin RecipeOptions recipe;

  @Mixin SparsityOptions sparsity;

  @Mixin LengthOptions training;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where everything goes; the page is DIR/index.html.")
  Path out;

  @Option(
      names = "--rows",
      defaultValue = "1500000",
      paramLabel = "N",
      description = "The most activations to harvest (default: ${DEFAULT-VALUE}).")
  long rows;

  @Option(
      names = "--features",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Features of the dictionary (default: ${DEFAULT-VALUE}).")
  int features;

  @Option(
      names = "--evaluation-contexts",
      defaultValue = "400",
      paramLabel = "N",
      description = "Held-out contexts to measure on, at most (default: ${DEFAULT-VALUE}).")
  int evaluationContexts;

  @Option(
      names = "--survey-contexts",
      defaultValue = "1200",
      paramLabel = "N",
      description = "Contexts to search for examples, at most (default: ${DEFAULT-VALUE}).")
  int surveyContexts;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--rows", rows);
    UsageException.atLeast(1, "--features", features);
    UsageException.atLeast(1, "--evaluation-contexts", evaluationContexts);
    UsageException.atLeast(1, "--survey-contexts", surveyContexts);
    Output.requireFolder("--out", out);
    RunLength length = training.length();
    QuickstartPlan plan =
        new QuickstartPlan(
            text.corpus(common.masterSeed()),
            out,
            HookPoint.mlpPost(0),
            rows,
            features,
            recipe(length),
            length,
            evaluationContexts,
            surveyContexts,
            common.masterSeed(),
            common.device());
    try (Stages stages = new Stages(console())) {
      QuickstartResult run = new Quickstart(plan, stages, stop).run();
      result.putAll(run.toMap());
      if (!common.json) {
        result.put("polysemanticity", PolysemanticityCommand.table(run.compared()));
      }
    }
  }

  private Recipe recipe(RunLength length) {
    PublishedRecipe published = recipe.one("2023");
    double usual =
        switch (published) {
          case TOWARDS_MONOSEMANTICITY_2023 -> COEFFICIENT_2023;
          case APRIL_UPDATE_2024 -> COEFFICIENT_2024;
          case TOP_K_2024, BATCH_TOP_K_2024, MATRYOSHKA_2025, JUMP_RELU_2024 -> L0;
          case GATED_2024, P_ANNEAL_2024 -> published.sparsity().value();
        };
    return recipe.recipe(published, D_IN, features, sparsity.one(published, usual), length);
  }

  /** Shows one bar after the other. */
  private static final class Stages implements QuickstartListener, AutoCloseable {
    private final Console console;
    private @Nullable Progress progress;

    Stages(Console console) {
      this.console = console;
    }

    @Override
    public void begin(String stage, String unit, long total) {
      progress = new Progress(console, stage, unit, total);
    }

    @Override
    public void at(long done, String note) {
      if (progress != null) {
        progress.at(done, note);
      }
    }

    @Override
    public void end() {
      close();
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
        progress = null;
      }
    }
  }
}
