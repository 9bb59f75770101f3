package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.decorrelation.Decorrelation;
import org.monosem.core.polysemanticity.scale.UnitMoments;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.TrainingPlan.Precision;
import org.monosem.harvest.transformer.regularisation.Inhibition;
import org.monosem.harvest.transformer.regularisation.Inhibition.Effect;
import org.monosem.harvest.transformer.regularisation.Inhibition.Site;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation;
import org.monosem.harvest.transformer.regularisation.Regularisation;

/** What regularised trainings end with, beside plain ones from the same first weights. */
class RegularisationEffectTest {
  private static final int LENGTH = 32;
  private static final int MEASURED = 64;
  private static final Inhibition INHIBITION = Inhibition.of(List.of(0)).withWarmUp(1024);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theLogLossLowersTheHighestScaleAndDecorrelationRaisesItsMetric(long seed) {
    Gpt2Config small = config(16, 48, MlpActivation.RELU);
    Inhibition logLoss =
        INHIBITION.withSite(Site.ACTIVATION).withEffect(Effect.LOG_LOSS).withWeight(0.01);
    LayerDecorrelation apart =
        LayerDecorrelation.of(List.of(0))
            .withSite(LayerDecorrelation.Site.ACTIVATION)
            .withWeight(1e-3);
    NDArray control = trained(small, 60, seed, Regularisation.NONE, HookPoint.mlpPost(0));
    NDArray calmed = trained(small, 60, seed, Regularisation.of(logLoss), HookPoint.mlpPost(0));
    NDArray set = trained(small, 60, seed, Regularisation.of(apart), HookPoint.mlpPost(0));
    assertThat(meanTopPhi(calmed)).isLessThan(0.6 * meanTopPhi(control));
    assertThat(decorrelation(set)).isGreaterThan(decorrelation(control) + 0.02);
  }

  /** In every seed, not on average; the package says what comes before and where it fails. */
  @Test
  @Tag("long")
  void reverseDeactivationBehindTheBlockLowersItsHighestScale() {
    Gpt2Config config = config(64, 128, MlpActivation.RELU);
    HookPoint behind = HookPoint.residualPost(0);
    for (long seed = 1; seed <= 3; seed++) {
      NDArray control = trained(config, 3000, seed, Regularisation.NONE, behind);
      NDArray treated = trained(config, 3000, seed, Regularisation.of(INHIBITION), behind);
      assertThat(meanTopPhi(treated)).as("seed %d", seed).isLessThan(0.97 * meanTopPhi(control));
    }
  }

  private static Gpt2Config config(int dModel, int dMlp, MlpActivation activation) {
    return new Gpt2Config(64, LENGTH, 1, 4, dModel, dMlp, activation, 1e-5, false);
  }

  private NDArray trained(
      Gpt2Config config, int steps, long seed, Regularisation regularisation, HookPoint hook) {
    TrainingPlan plan =
        TrainingPlan.of(steps, Seed.of(seed))
            .withBatchContexts(16)
            .withOptimizer(AdamW.defaults().withWarmupSteps(5))
            .withPrecision(Precision.FP32)
            .withIntervals(0, 0)
            .withRegularisation(regularisation);
    try (Gpt2Trainer trainer = Gpt2Trainer.start(config, plan, manager)) {
      trainer.train(names(false), null, null, new TrainingListener() {});
      NDArray outputs = trainer.model().activations(heldOut(), hook);
      NDArray kept = outputs.reshape(-1, outputs.getShape().get(2)).duplicate();
      kept.attach(manager);
      return kept;
    }
  }

  /** The names of characters, one a line: text that every Java has. Every tenth is held out. */
  private static TokenContexts names(boolean heldOut) {
    StringBuilder lines = new StringBuilder();
    for (int c = 0xa0; c < 0x2000; c++) {
      if (Character.isDefined(c) && (c % 10 == 9) == heldOut) {
        lines.append(Character.getName(c)).append('\n');
      }
    }
    int[] ids = lines.chars().map(c -> c == '\n' ? 0 : Math.min(63, c - 31)).toArray();
    return TokenContexts.of(ids, LENGTH + 1);
  }

  private NDArray heldOut() {
    TokenContexts names = names(true);
    int[] context = new int[LENGTH + 1];
    long[] ids = new long[MEASURED * LENGTH];
    for (int i = 0; i < MEASURED; i++) {
      names.read(i, context);
      for (int p = 0; p < LENGTH; p++) {
        ids[i * LENGTH + p] = context[p];
      }
    }
    return manager.create(ids, new Shape(MEASURED, LENGTH));
  }

  /** The mean over inputs of the highest phi, by the moments of all these inputs. */
  private static double meanTopPhi(NDArray outputs) {
    int units = (int) outputs.getShape().get(1);
    float[] values = outputs.toFloatArray();
    UnitMoments moments = UnitMoments.none(units);
    for (int at = 0; at < values.length; at += units) {
      moments.add(row(values, at, units));
    }
    double[] phi = new double[units];
    double sum = 0;
    for (int at = 0; at < values.length; at += units) {
      moments.score(row(values, at, units), phi);
      sum += Arrays.stream(phi).filter(p -> !Double.isNaN(p)).max().orElse(0);
    }
    return sum * units / values.length;
  }

  private static double[] row(float[] values, int at, int units) {
    double[] row = new double[units];
    Arrays.setAll(row, u -> values[at + u]);
    return row;
  }

  private static double decorrelation(NDArray outputs) {
    Decorrelation metric = new Decorrelation((int) outputs.getShape().get(1));
    metric.add(outputs);
    return metric.value();
  }
}
