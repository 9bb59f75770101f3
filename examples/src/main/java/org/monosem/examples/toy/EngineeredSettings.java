package org.monosem.examples.toy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.engineered.EngineeredPlan;
import org.monosem.sae.toymodel.engineered.FrequencyLaw;
import org.monosem.sae.toymodel.engineered.ToyActivation;
import org.monosem.sae.toymodel.engineered.ToyData;
import org.monosem.sae.toymodel.engineered.ToyNetwork;
import org.monosem.sae.toymodel.engineered.ToyOptimiser;
import org.monosem.sae.toymodel.engineered.ToyRun;
import org.monosem.sae.toymodel.engineered.ToySchedule;
import org.monosem.sae.toymodel.engineered.ToyTask;

/**
 * What the experiment on engineered monosemanticity trains.
 *
 * @param plan of all models, but for their widths
 * @param units the widths, at least one, each once
 * @param learningRate the peak of the schedule
 * @param initialBias what is added to the biases of every second model at the start; the others get
 *     nothing
 * @param biasDecay of the former; the others have none
 * @param seeds how many models of each kind
 */
public record EngineeredSettings(
    EngineeredPlan plan,
    List<Integer> units,
    double learningRate,
    double initialBias,
    double biasDecay,
    int seeds) {
  private static final double RATE = 0.003;

  /** Copies the widths. */
  public EngineeredSettings {
    units = List.copyOf(units);
  }

  /** Returns the published one: 512 features, four widths, 2^17 steps. */
  public static EngineeredSettings published() {
    return of(EngineeredPlan.published(), List.of(256, 512, 1024, 2048), 1);
  }

  /** Returns one of 64 features and small batches that takes two minutes on one core. */
  public static EngineeredSettings quick() {
    EngineeredPlan plan =
        new EngineeredPlan(
            new ToyData(64, 32, FrequencyLaw.UNIFORM, 1.0 / 32),
            new ToyNetwork(ToyTask.DECODER, ToyActivation.RELU, 128),
            new ToySchedule(ToyOptimiser.LAMB, 128, 1 << 14, 0));
    return of(plan, List.of(64, 128, 256), 3);
  }

  private static EngineeredSettings of(EngineeredPlan plan, List<Integer> units, int seeds) {
    double decay = ToyRun.decayFor(RATE, plan.schedule().steps());
    return new EngineeredSettings(plan, units, RATE, -1, decay, seeds);
  }

  /** Returns the runs of a width: for each seed one without and one with the start. */
  List<ToyRun> runs(Seed seed) {
    return IntStream.range(0, seeds)
        .mapToObj(seed::at)
        .flatMap(
            own ->
                Stream.of(
                    ToyRun.usual(learningRate, own),
                    new ToyRun(initialBias, biasDecay, learningRate, own)))
        .toList();
  }

  /** Returns about how many operations a step of all models of a width takes. */
  double operations(int width) {
    double features = plan.data().features();
    double dims = plan.data().dims();
    double products = features * dims + 2.0 * dims * width + 3.0 * width * plan.outputs();
    double rows = 2.0 * seeds * plan.schedule().batch();
    return Rounds.LEAST + rows * (2 * products + Rounds.DRAW * features);
  }

  /** Returns about how many operations all of it takes. */
  double operations() {
    return plan.schedule().steps() * units.stream().mapToDouble(this::operations).sum();
  }

  /** Returns the width whose curves are drawn: the one nearest to two units a feature. */
  int shownUnits() {
    int wanted = 2 * plan.data().features();
    return units.stream().min(Comparator.comparing(k -> Math.abs(k - wanted))).orElseThrow();
  }
}
