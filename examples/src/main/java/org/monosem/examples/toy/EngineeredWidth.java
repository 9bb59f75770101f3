package org.monosem.examples.toy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.engineered.EngineeredListener;
import org.monosem.sae.toymodel.engineered.EngineeredPlan;
import org.monosem.sae.toymodel.engineered.EngineeredTrainer;
import org.monosem.sae.toymodel.engineered.ResidualBlock;
import org.monosem.sae.toymodel.engineered.ToyMeasurement;
import org.monosem.sae.toymodel.engineered.ToyWeights;
import org.monosem.sae.toymodel.engineered.UnitMonosemanticity;

/**
 * All models of one width, trained.
 *
 * @param usual those that were started as networks usually are
 * @param engineered those with another start of the biases
 * @param complete whether they were trained to the end
 */
record EngineeredWidth(EngineeredModels usual, EngineeredModels engineered, boolean complete) {

  /** Keeps what is measured; a progress that cancels ends the training, not the experiment. */
  private static final class Recorder implements EngineeredListener {
    private final List<List<ToyMeasurement>> measurements = new ArrayList<>();
    private final LongConsumer progress;

    private Recorder(LongConsumer progress) {
      this.progress = progress;
    }

    @Override
    public boolean stepped(long step) {
      try {
        progress.accept(step);
        return true;
      } catch (CancellationException stopped) {
        return false;
      }
    }

    @Override
    public void measured(List<ToyMeasurement> runs) {
      measurements.add(runs);
    }

    List<ToyMeasurement> history(int run) {
      return measurements.stream().map(runs -> runs.get(run)).toList();
    }
  }

  /**
   * Trains them.
   *
   * @param progress told the steps done; cancels by a {@link CancellationException}
   */
  static EngineeredWidth trained(
      EngineeredSettings settings, int units, Device device, Seed seed, LongConsumer progress) {
    EngineeredPlan plan = settings.plan().withUnits(units);
    Recorder recorder = new Recorder(progress);
    try (EngineeredTrainer trainer = new EngineeredTrainer(plan, settings.runs(seed), device)) {
      boolean complete = trainer.train(recorder);
      return new EngineeredWidth(
          models(trainer, recorder, plan, 0, settings),
          models(trainer, recorder, plan, 1, settings),
          complete);
    }
  }

  private static EngineeredModels models(
      EngineeredTrainer trainer,
      Recorder recorder,
      EngineeredPlan plan,
      int first,
      EngineeredSettings settings) {
    List<Integer> runs =
        IntStream.range(0, settings.seeds()).mapToObj(seed -> 2 * seed + first).toList();
    return new EngineeredModels(
        plan.network().units(),
        first == 0 ? "usual start" : "biases start lower",
        first == 0 ? 0 : settings.initialBias(),
        runs.stream().map(recorder::history).toList(),
        runs.stream().map(run -> residual(trainer, run, plan)).toList());
  }

  private static ResidualBlock residual(EngineeredTrainer trainer, int run, EngineeredPlan plan) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        ToyWeights weights = trainer.weights(run, manager)) {
      return ResidualBlock.of(
          weights, UnitMonosemanticity.of(weights, plan.network().activation()));
    }
  }

  /** Returns both kinds, the usual one first. */
  Stream<EngineeredModels> both() {
    return Stream.of(usual, engineered);
  }
}
