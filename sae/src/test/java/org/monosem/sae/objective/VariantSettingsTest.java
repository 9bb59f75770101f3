package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.encoder.Precision;

/** What variants refuse, and what they keep along the way. */
class VariantSettingsTest {
  private static final L1Objective L1 =
      new L1Objective(ErrorReduction.SUM, PenaltyWeight.ONE, true, 1);
  private static final GatedObjective GATED =
      new GatedObjective(ErrorReduction.SUM, PenaltyWeight.ONE, true, 1);
  private static final RandomBatch.Sizes SIZES =
      new RandomBatch.Sizes(new DictionaryWidths(5, 9, 5), 7, 0);

  @Test
  void settingsOutOfRangeAreNamedWithWhatWasGot() {
    assertThatThrownBy(() -> JumpThreshold.of(-0.1, 1))
        .hasMessage("threshold: expected to start at a finite number of at least 0, got -0.1");
    assertThatThrownBy(() -> JumpThreshold.of(0, 0))
        .hasMessage("bandwidth: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new SparsityLoss.Quadratic(0))
        .hasMessage("target: expected a finite number above 0, got 0.0");
    assertThatThrownBy(() -> new SparsityLoss.Tanh(Double.NaN))
        .hasMessage("scale: expected a finite number above 0, got NaN");
    assertThatThrownBy(() -> GATED.withCoefficient(-1))
        .hasMessage("coefficient: expected a finite number of at least 0, got -1.0");
    assertThatThrownBy(() -> new PowerSchedule(0, 0, 1, 3))
        .hasMessage("p: expected an end above 0 and at most 1, got 0.0");
    assertThatThrownBy(() -> new PowerSchedule(0.5, 0.5, 0.5, 3))
        .hasMessage("p: expected to fall within 0 <= from < until <= 1, got from=0.5, until=0.5");
    assertThatThrownBy(() -> new PowerSchedule(0.5, 0, 1, 0))
        .hasMessage("p: expected at least 1 level, got 0");
    PowerSchedule power = new PowerSchedule(0.5, 0, 1, 2);
    assertThatThrownBy(() -> new PAnnealObjective(L1, power, 1, 0))
        .hasMessage("decay: expected at least 0 and less than 1, got 1.0");
    assertThatThrownBy(() -> new PAnnealObjective(L1, power, 0.5, -1))
        .hasMessage("smoothing: expected a finite number of at least 0, got -1.0");
  }

  @Test
  void theExponentFallsInEqualSteps() {
    PowerSchedule power = new PowerSchedule(0.2, 0.4, 0.8, 4);
    assertThat(power.level(0.399)).isZero();
    assertThat(power.level(0.4)).isEqualTo(1);
    assertThat(power.level(0.499)).isEqualTo(1);
    assertThat(power.level(0.55)).isEqualTo(2);
    assertThat(power.level(0.75)).isEqualTo(4);
    assertThat(power.level(1)).isEqualTo(4);
    assertThat(power.exponent(0)).isEqualTo(1);
    assertThat(power.exponent(1)).isCloseTo(0.8, within(1e-12));
    assertThat(power.exponent(4)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void parametersWithoutTheirOwnArraysAreRefused() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch batch = RandomBatch.of(manager, L1, SIZES, DataType.FLOAT32);
      Workspace workspace = batch.workspace(Precision.FP32, 4);
      GradientRequest request = batch.request(GATED, 1, StepRoute.SPARSE);
      assertThatThrownBy(() -> GATED.gradient(manager, batch.p(), request, workspace))
          .hasMessage(
              "parameters: expected the arrays [rMag, bMag] beside the common four, got []");
      PAnnealObjective annealed = new PAnnealObjective(L1, new PowerSchedule(0.5, 0, 1, 2), 0.5, 0);
      assertThatThrownBy(() -> annealed.gradient(manager, batch.p(), request, workspace))
          .hasMessage("objective: no running estimate power.level was given, only []");
    }
  }

  @Test
  void rowLossesAddUpToTheLoss() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      PowerSchedule power = new PowerSchedule(0.5, 0.9, 1, 2);
      for (Objective objective : new Objective[] {GATED, new PAnnealObjective(L1, power, 0.5, 0)}) {
        RandomBatch batch = RandomBatch.of(manager, objective, SIZES, DataType.FLOAT32);
        Workspace workspace = batch.workspace(Precision.FP32, 4);
        GradientRequest request =
            new GradientRequest(
                batch.x(), batch.x(), 0.5, StepRoute.DENSE, start(manager, objective));
        double sum = 0;
        for (float loss : objective.rowLosses(batch.p(), request, workspace)) {
          sum += loss;
        }
        BatchGradient got = objective.gradient(manager, batch.p(), request, workspace);
        double expected = objective.lossSum(got.statistics(7), 5, 0.5);
        assertThat(sum).isCloseTo(expected, within(1e-5 * expected));
      }
      JumpReluObjective jumping =
          new JumpReluObjective(
              ErrorReduction.SUM, true, new SparsityLoss.Step(), 1, JumpThreshold.of(0, 1));
      RandomBatch batch = RandomBatch.of(manager, jumping, SIZES, DataType.FLOAT32);
      assertThatThrownBy(
              () ->
                  jumping.rowLosses(
                      batch.p(),
                      batch.request(jumping, 1, StepRoute.DENSE),
                      batch.workspace(Precision.FP32, 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("jumprelu: dead features cannot be resampled");
    }
  }

  @Test
  void aHaltedStepChangesNoEstimate() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      PAnnealObjective annealed = new PAnnealObjective(L1, new PowerSchedule(0.5, 0, 1, 2), 0.5, 0);
      RandomBatch batch = RandomBatch.of(manager, annealed, SIZES, DataType.FLOAT32);
      Moment moment = start(manager, annealed);
      Map<String, NDArray> estimates = moment.estimates();
      GradientRequest request =
          new GradientRequest(batch.x(), batch.x(), 1, StepRoute.SPARSE, moment);
      BatchGradient got =
          annealed.gradient(manager, batch.p(), request, batch.workspace(Precision.FP32, 4));
      annealed.observe(estimates, got, manager.ones(new Shape()));
      assertThat(values(estimates)).isEqualTo(annealed.estimates());
      annealed.observe(estimates, got, manager.zeros(new Shape()));
      assertThat(values(estimates)).containsEntry("power.level", 1.0);
      assertThat(values(estimates).get("power.penalty")).isPositive();
    }
  }

  private static Map<String, Double> values(Map<String, NDArray> estimates) {
    Map<String, Double> values = new LinkedHashMap<>();
    estimates.forEach((name, value) -> values.put(name, value.getDouble()));
    return values;
  }

  private static Moment start(NDManager manager, Objective objective) {
    Map<String, NDArray> estimates = new LinkedHashMap<>();
    objective
        .estimates()
        .forEach(
            (name, value) ->
                estimates.put(name, manager.create(new double[] {value}, new Shape()).duplicate()));
    return new Moment(0, null, estimates);
  }
}
