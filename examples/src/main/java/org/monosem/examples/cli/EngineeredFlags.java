package org.monosem.examples.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.random.Seed;
import org.monosem.examples.toy.EngineeredSettings;
import org.monosem.sae.toymodel.engineered.EngineeredPlan;
import org.monosem.sae.toymodel.engineered.FrequencyLaw;
import org.monosem.sae.toymodel.engineered.ToyActivation;
import org.monosem.sae.toymodel.engineered.ToyData;
import org.monosem.sae.toymodel.engineered.ToyNetwork;
import org.monosem.sae.toymodel.engineered.ToyOptimiser;
import org.monosem.sae.toymodel.engineered.ToyRun;
import org.monosem.sae.toymodel.engineered.ToySchedule;
import org.monosem.sae.toymodel.engineered.ToyTask;
import picocli.CommandLine.Option;

/** What may differ from the published or the quick setting of engineered monosemanticity. */
final class EngineeredFlags {
  private static final String DEFAULTS = " (default: the setting's).";

  @Option(names = "--features", paramLabel = "N", description = "Features" + DEFAULTS)
  @Nullable Integer features;

  @Option(
      names = "--dims",
      paramLabel = "N",
      description = "Dimensions that they are projected to" + DEFAULTS)
  @Nullable Integer dims;

  @Option(
      names = "--density",
      paramLabel = "X",
      description = "How often a feature is present, on average" + DEFAULTS)
  @Nullable Double density;

  @Option(
      names = "--frequency-law",
      defaultValue = "uniform",
      paramLabel = "LAW",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  FrequencyLaw law;

  @Option(
      names = "--task",
      defaultValue = "decoder",
      paramLabel = "TASK",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ToyTask task;

  @Option(
      names = "--activation",
      defaultValue = "relu",
      paramLabel = "ACT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ToyActivation activation;

  @Option(
      names = "--units",
      split = ",",
      paramLabel = "N",
      description = "Numbers of hidden units" + DEFAULTS)
  @Nullable List<Integer> units;

  @Option(
      names = "--init-bias",
      defaultValue = "-1",
      paramLabel = "X",
      description = "Added to the biases at the start (default: ${DEFAULT-VALUE}).")
  double initialBias;

  @Option(
      names = "--bias-decay",
      paramLabel = "X",
      description = {
        "How fast biases fall towards 0 in the first half of the steps (default: what makes it",
        "times --learning-rate times half of --steps the published 5.9)."
      })
  @Nullable Double biasDecay;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.003",
      paramLabel = "X",
      description = "The peak of the cosine (default: ${DEFAULT-VALUE}).")
  double learningRate;

  @Option(
      names = "--optimiser",
      defaultValue = "lamb",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  ToyOptimiser optimiser;

  @Option(names = "--steps", paramLabel = "N", description = "Updates" + DEFAULTS)
  @Nullable Long steps;

  @Option(names = "--batch", paramLabel = "N", description = "Rows of an update" + DEFAULTS)
  @Nullable Integer batch;

  @Option(
      names = "--l1",
      defaultValue = "0",
      paramLabel = "X",
      description = "Weight of the sum of the units' activations in the loss (default: 0).")
  double penalty;

  /**
   * Returns a setting with these options.
   *
   * @throws UsageException if one makes no sense
   */
  EngineeredSettings settings(EngineeredSettings base, int seeds) {
    List<Integer> widths = units == null ? base.units() : units;
    UsageException.distinct("--units", widths);
    try {
      EngineeredPlan plan = plan(base.plan(), widths);
      double decay =
          biasDecay == null ? ToyRun.decayFor(learningRate, plan.schedule().steps()) : biasDecay;
      // refuses rates and biases that make no sense
      var unused = new ToyRun(initialBias, decay, learningRate, Seed.of(0));
      return new EngineeredSettings(plan, widths, learningRate, initialBias, decay, seeds);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    }
  }

  private EngineeredPlan plan(EngineeredPlan base, List<Integer> widths) {
    ToyData data =
        new ToyData(
            features == null ? base.data().features() : features,
            dims == null ? base.data().dims() : dims,
            law,
            density == null ? base.data().density() : density);
    ToySchedule schedule =
        new ToySchedule(
            optimiser,
            batch == null ? base.schedule().batch() : batch,
            steps == null ? base.schedule().steps() : steps,
            penalty);
    EngineeredPlan plan =
        new EngineeredPlan(data, new ToyNetwork(task, activation, widths.get(0)), schedule);
    widths.forEach(plan::withUnits);
    return plan;
  }
}
