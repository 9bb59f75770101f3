package org.monosem.examples.toy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.engineered.EngineeredListener;
import org.monosem.sae.toymodel.engineered.EngineeredPlan;
import org.monosem.sae.toymodel.engineered.EngineeredTrainer;
import org.monosem.sae.toymodel.engineered.ResidualBlock;
import org.monosem.sae.toymodel.engineered.ToyMeasurement;
import org.monosem.sae.toymodel.engineered.ToyRun;
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

  /** Carries the progress; one that cancels ends the training, not the experiment. */
  private static final class Watcher {
    private List<ToyMeasurement> last = List.of();

    void train(EngineeredTrainer trainer, StepListener progress) {
      trainer.train(
          new EngineeredListener() {
            @Override
            public boolean stepped(long step) {
              try {
                progress.stepped(step, trainer.steps());
                return true;
              } catch (CancellationException stopped) {
                return false;
              }
            }

            @Override
            public void measured(List<ToyMeasurement> runs) {
              last = runs;
            }
          });
    }
  }

  /**
   * Trains them, from where they were left before if they were, and saves them as they are then.
   *
   * @param experiment whose models
   * @param progress told the steps done; cancels by a {@link CancellationException}
   * @param unfinished where they are saved
   */
  static EngineeredWidth trained(
      EngineeredExperiment experiment,
      int units,
      StepListener progress,
      UnfinishedWork unfinished) {
    EngineeredSettings settings = experiment.asked();
    EngineeredPlan plan = settings.plan().withUnits(units);
    List<ToyRun> runs = settings.runs(experiment.seed());
    String point = "units-" + units;
    try (EngineeredTrainer trainer = new EngineeredTrainer(plan, runs, experiment.device())) {
      Watcher watcher = new Watcher();
      unfinished.complete(point, trainer, progress, listener -> watcher.train(trainer, listener));
      unfinished.save(point, trainer);
      List<List<ToyMeasurement>> measured = new ArrayList<>(trainer.measurements());
      if (trainer.step() < trainer.steps() && !measured.contains(watcher.last)) {
        measured.add(watcher.last);
      }
      Trained trained = new Trained(trainer, plan, measured, experiment.device());
      return new EngineeredWidth(
          models(trained, 0, settings),
          models(trained, 1, settings),
          trainer.step() == trainer.steps());
    }
  }

  /** A training that is over, or was stopped, and what was measured in it. */
  private record Trained(
      EngineeredTrainer trainer,
      EngineeredPlan plan,
      List<List<ToyMeasurement>> measured,
      Device device) {
    List<ToyMeasurement> history(int run) {
      return measured.stream().map(runs -> runs.get(run)).toList();
    }

    ResidualBlock residual(int run) {
      try (NDManager manager = NDManager.newBaseManager(device, "PyTorch");
          ToyWeights weights = trainer.weights(run, manager)) {
        return ResidualBlock.of(
            weights, UnitMonosemanticity.of(weights, plan.network().activation()));
      }
    }
  }

  private static EngineeredModels models(Trained trained, int first, EngineeredSettings settings) {
    List<Integer> runs =
        IntStream.range(0, settings.seeds()).mapToObj(seed -> 2 * seed + first).toList();
    return new EngineeredModels(
        trained.plan().network().units(),
        first == 0 ? "usual start" : "biases start lower",
        first == 0 ? 0 : settings.initialBias(),
        runs.stream().map(trained::history).toList(),
        runs.stream().map(trained::residual).toList());
  }

  /** Returns both kinds, the usual one first. */
  Stream<EngineeredModels> both() {
    return Stream.of(usual, engineered);
  }
}
