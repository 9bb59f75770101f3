package org.monosem.examples.benchmark;

import java.util.Locale;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.training.LinearSchedule;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.StepCosts;
import org.monosem.sae.training.TrainingListener;
import org.monosem.sae.training.TrainingPlan;
import org.monosem.sae.training.TrainingProgress;

/**
 * Measures how many rows a second a training takes, feed included: first by the path that the
 * trainer chooses, then by the tuned dense path on the same data.
 *
 * <p>Arguments: features, batch, steps, penalty coefficient (it sets L0). Prints one line a report;
 * the last lines are the sparse phase.
 */
public final class TrainingRate {
  private static final int WIDTH = 512;

  private TrainingRate() {}

  /** Runs the measurement. */
  public static void main(String[] arguments) {
    if (arguments.length != 4) {
      System.err.println("usage: TrainingRate FEATURES BATCH STEPS COEFFICIENT");
      System.exit(2);
    }
    int features = Integer.parseInt(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    long steps = Long.parseLong(arguments[2]);
    Recipe recipe =
        Recipe.aprilUpdate2024()
            .withLearningRate(3e-3)
            .withPenaltySchedule(LinearSchedule.CONSTANT)
            .withCoefficient(Double.parseDouble(arguments[3]));
    SyntheticActivations source = new SyntheticActivations(WIDTH, features, Seed.of(1));
    measure(source, TrainingPlan.of(recipe, features, new RunLength(steps, batch), 1));
    TrainingPlan dense = TrainingPlan.of(recipe, features, new RunLength(5, batch), 1);
    measure(source, dense.withCosts(StepCosts.always(StepPath.DENSE)));
  }

  private static void measure(SyntheticActivations source, TrainingPlan plan) {
    TrainingListener printer =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            System.out.printf(
                Locale.ROOT,
                "step %5d  %-6s  L0 %7.1f  explained variance %.3f  %,8.0f rows/s%n",
                progress.step(),
                progress.path(),
                progress.l0(),
                progress.explainedVariance(),
                progress.rowsPerSecond());
          }
        };
    long every = Math.max(1, plan.length().steps() / 10);
    try (SaeTrainer trainer =
        SaeTrainer.builder(source, plan).reportEvery(every).listener(printer).build()) {
      trainer.train();
    }
  }
}
