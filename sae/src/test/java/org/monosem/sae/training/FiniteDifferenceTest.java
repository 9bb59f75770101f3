package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.LinearPath;
import org.monosem.sae.objective.Moment;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowScaling;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;

/** Gradients against differences of the loss in float64, where the loss has no frozen parts. */
class FiniteDifferenceTest {
  private static final double STEP = 1e-6;
  private static final int SAMPLES = 12;

  static Stream<GoldenObjective> differentiable() {
    return GoldenObjective.all().filter(GoldenObjective::differentiable);
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void theGradientIsTheSlopeOfTheLoss(GoldenObjective golden) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p = golden.parameters(manager, golden.start(), DataType.FLOAT64);
      NDArray x = golden.rows(manager, DataType.FLOAT64).get(0);
      BatchGradient gradient = gradient(manager, golden, p, x);
      SplittableRandom random = Seed.of(3).named(golden.toString()).random();
      for (int a = 0; a < p.list().size(); a++) {
        NDArray array = p.list().get(a).flatten();
        double[] slopes = gradient.gradient().list().get(a).toDoubleArray();
        for (int sample = 0; sample < SAMPLES; sample++) {
          int at = random.nextInt(slopes.length);
          double slope = slope(manager, golden, p, x, array, at);
          assertThat(slopes[at])
              .as("%s[%d]", p.names().get(a), at)
              .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
      }
    }
  }

  private static double slope(
      NDManager manager,
      GoldenObjective golden,
      DictionaryParameters p,
      NDArray x,
      NDArray flat,
      int at) {
    double value = flat.getDouble(at);
    flat.set(new NDIndex(at), value + STEP);
    double above = loss(manager, golden, p, x);
    flat.set(new NDIndex(at), value - STEP);
    double below = loss(manager, golden, p, x);
    flat.set(new NDIndex(at), value);
    return (above - below) / (2 * STEP);
  }

  private static double loss(
      NDManager manager, GoldenObjective golden, DictionaryParameters p, NDArray x) {
    BatchGradient batch = gradient(manager, golden, p, x);
    return golden.objective().lossSum(batch.statistics(golden.batch()), p.dOut(), 1)
        / golden.batch();
  }

  private static BatchGradient gradient(
      NDManager manager, GoldenObjective golden, DictionaryParameters p, NDArray x) {
    Objective objective = golden.objective();
    DictionaryWidths widths = golden.widths();
    Moment moment =
        new Moment(0, null, TrainingState.Watched.start(manager, 1, objective).estimates());
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(widths.dSae(), widths.dIn(), 64);
    Workspace workspace = Workspace.of(manager, Precision.FP32, sizes, DataType.FLOAT64);
    RowScaling.Parts parts = golden.unscaled().of(manager, x);
    GradientRequest request =
        new GradientRequest(parts.inputs(), parts.targets(), 1, StepRoute.DENSE, moment);
    return LinearPath.gradient(objective, manager, p, request, workspace);
  }
}
