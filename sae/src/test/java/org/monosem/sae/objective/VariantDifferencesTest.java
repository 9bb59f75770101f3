package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;

/**
 * Hand gradients in float64 against finite differences of the losses as written down, for all that
 * has a derivative: everything but a JumpReLU dictionary's thresholds.
 */
class VariantDifferencesTest {
  private static final double STEP = 1e-6;
  private static final double PENALTY = 0.5;

  static Stream<Objective> objectives() {
    L1Objective sum = new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, false, 0.7);
    L1Objective mean = new L1Objective(ErrorReduction.MEAN, PenaltyWeight.ONE, true, 0.4);
    JumpThreshold threshold = JumpThreshold.of(0.1, 0.6);
    return Stream.of(
        new JumpReluObjective(ErrorReduction.SUM, true, new SparsityLoss.Step(), 0.3, threshold),
        new JumpReluObjective(
            ErrorReduction.MEAN, false, new SparsityLoss.Quadratic(2.5), 0.9, threshold),
        new JumpReluObjective(
            ErrorReduction.SUM, false, new SparsityLoss.Tanh(0.8), 0.9, threshold),
        new GatedObjective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 0.8),
        new GatedObjective(ErrorReduction.MEAN, PenaltyWeight.ONE, false, 0.3),
        new PAnnealObjective(sum, new PowerSchedule(0.3, 0.5, 1, 5), 0.9, 0.1),
        new PAnnealObjective(mean, new PowerSchedule(0.4, 0, 1, 5), 0.9, 0.02));
  }

  static Stream<Arguments> cases() {
    return objectives()
        .flatMap(
            objective ->
                Stream.of(StepRoute.DENSE, StepRoute.SPARSE)
                    .map(route -> Arguments.of(objective, route)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheLossAsWrittenDown(Objective objective, StepRoute route) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch batch = batch(manager, objective);
      BatchGradient got =
          objective.gradient(
              manager,
              batch.p(),
              batch.request(objective, PENALTY, route),
              batch.workspace(Precision.FP32, 3));
      SlowObjective slow = new SlowObjective(objective, batch, PENALTY);
      Map<String, double[]> p = SlowObjective.values(batch.p());
      double loss = objective.lossSum(got.statistics(7), batch.p().dOut(), PENALTY) / 7;
      assertThat(loss).isCloseTo(slow.loss(p, p), within(1e-10));
      Map<String, double[]> gradient = SlowObjective.values(got.gradient());
      for (String name : p.keySet()) {
        if (!name.equals("threshold")) {
          assertDerivative(slow, p, name, gradient.get(name));
        }
      }
    }
  }

  private static void assertDerivative(
      SlowObjective slow, Map<String, double[]> p, String name, double[] gradient) {
    Map<String, double[]> frozen = new java.util.LinkedHashMap<>(p);
    frozen.put(name, p.get(name).clone());
    double[] values = p.get(name);
    for (int i = 0; i < values.length; i++) {
      double kept = values[i];
      values[i] = kept + STEP;
      double above = slow.loss(p, frozen);
      values[i] = kept - STEP;
      double below = slow.loss(p, frozen);
      values[i] = kept;
      assertThat(gradient[i])
          .as("%s[%d]", name, i)
          .isCloseTo((above - below) / (2 * STEP), within(1e-6));
    }
  }

  private static RandomBatch batch(NDManager manager, Objective objective) {
    // A pre-encoder bias takes rows that are predicted as they are encoded.
    int dOut = objective.preEncoderBias() ? 5 : 4;
    RandomBatch.Sizes sizes = new RandomBatch.Sizes(new DictionaryWidths(5, 9, dOut), 7, 0);
    return RandomBatch.of(manager, objective, sizes, DataType.FLOAT64);
  }
}
