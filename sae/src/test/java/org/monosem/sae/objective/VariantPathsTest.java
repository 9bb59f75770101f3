package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;

/** In float32, at a size where sums are long, both paths give the same numbers to rounding. */
class VariantPathsTest {
  private static final int BATCH = 200;
  private static final int TILE = 96;
  private static final DictionaryWidths WIDTHS = new DictionaryWidths(32, 256, 32);
  private static final L1Objective L1 =
      new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 3);

  static Stream<Objective> objectives() {
    return Stream.of(
        jumping(new SparsityLoss.Step(), false),
        jumping(new SparsityLoss.Quadratic(20), true),
        jumping(new SparsityLoss.Tanh(0.5), true),
        new GatedObjective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 3),
        new PAnnealObjective(L1, new PowerSchedule(0.4, 0, 1, 5), 0.9, 0.01));
  }

  private static Objective jumping(SparsityLoss sparsity, boolean through) {
    JumpThreshold threshold = new JumpThreshold(0.1, 0.8, through);
    return new JumpReluObjective(ErrorReduction.SUM, true, sparsity, 3, threshold);
  }

  /** Biases from nearly all features active down to none. */
  static Stream<Arguments> cases() {
    return objectives()
        .flatMap(
            objective ->
                Stream.of(10., 0., -8., -100.)
                    .flatMap(
                        bias ->
                            Stream.of(Precision.FP32, Precision.FP32_VIA_BF16)
                                .map(precision -> Arguments.of(objective, bias, precision))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sparseEqualsDense(Objective objective, double bias, Precision precision) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch batch = batch(manager, objective, bias);
      Workspace workspace = batch.workspace(precision, TILE);
      BatchGradient dense = gradient(manager, objective, batch, StepRoute.DENSE, workspace);
      for (StepRoute route : List.of(StepRoute.SPARSE, StepRoute.hybrid(List.of(3, 200)))) {
        assertSame(gradient(manager, objective, batch, route, workspace), dense);
      }
      long active = dense.statistics(BATCH).activeCount();
      assertThat(active)
          .isBetween(bias == -100 ? 0 : 1L, bias == -100 ? 0 : (long) BATCH * WIDTHS.dSae());
    }
  }

  /** As on a GPU: room for enough pairs, for too few of them, and for more than there are. */
  static Stream<Arguments> rooms() {
    return objectives()
        .flatMap(
            objective ->
                Stream.of(
                    Arguments.of(objective, Precision.FP32, 20_000L, 0),
                    Arguments.of(objective, Precision.FP32_VIA_BF16, 20_000L, 0),
                    Arguments.of(objective, Precision.FP32, 1L, 0),
                    Arguments.of(objective, Precision.FP32, 100_000L, 0),
                    Arguments.of(objective, Precision.FP32, 1L, 250)));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void stepsThatDoNotWaitForTheDeviceEqualDense(
      Objective objective, Precision precision, long expected, int hot) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch batch = batch(manager, objective, expected == 1 ? 0 : -15);
      Workspace workspace = batch.workspace(precision, TILE).withoutWaiting();
      StepRoute route =
          hot == 0 ? StepRoute.SPARSE : StepRoute.hybrid(IntStream.range(0, hot).boxed().toList());
      BatchGradient got = gradient(manager, objective, batch, route.expecting(expected), workspace);
      boolean enough = expected > 1 || hot > 0;
      assertThat(got.missed().getLong() == 0).isEqualTo(enough);
      if (enough) {
        assertSame(got, gradient(manager, objective, batch, StepRoute.DENSE, workspace));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void theBfloat16EncoderIsThatOnBothPaths(Objective objective) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch batch = batch(manager, objective, 0);
      for (StepRoute route : List.of(StepRoute.DENSE, StepRoute.SPARSE)) {
        NDArray exact = decoder(manager, objective, batch, route, Precision.FP32);
        NDArray low = decoder(manager, objective, batch, route, Precision.BF16);
        double difference = low.sub(exact).norm().getFloat() / exact.norm().getFloat();
        assertThat(difference).isBetween(1e-5, 3e-2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void leavesNothingBehindButItsResult(Objective objective) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch batch = batch(manager, objective, -4);
      Workspace workspace = batch.workspace(Precision.FP32, TILE);
      for (StepRoute route : List.of(StepRoute.DENSE, StepRoute.SPARSE)) {
        GradientRequest request = batch.request(objective, 1, route);
        objective.gradient(manager, batch.p(), request, workspace);
        int before = manager.getManagedArrays().size();
        try (NDManager owner = manager.newSubManager()) {
          BatchGradient got = objective.gradient(owner, batch.p(), request, workspace);
          int results = got.gradient().list().size() + got.kept().size() + got.observed().size();
          // And the gradient by the prediction, which linear paths ask for.
          assertThat(owner.getManagedArrays()).hasSize(results + 1);
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
      }
    }
  }

  private static NDArray decoder(
      NDManager manager,
      Objective objective,
      RandomBatch batch,
      StepRoute route,
      Precision precision) {
    Workspace workspace = batch.workspace(precision, TILE);
    return gradient(manager, objective, batch, route, workspace).gradient().wDec();
  }

  private static BatchGradient gradient(
      NDManager manager,
      Objective objective,
      RandomBatch batch,
      StepRoute route,
      Workspace workspace) {
    return objective.gradient(manager, batch.p(), batch.request(objective, 1, route), workspace);
  }

  private static RandomBatch batch(NDManager manager, Objective objective, double bias) {
    RandomBatch.Sizes sizes = new RandomBatch.Sizes(WIDTHS, BATCH, bias);
    return RandomBatch.of(manager, objective, sizes, DataType.FLOAT32);
  }

  private static void assertSame(BatchGradient got, BatchGradient dense) {
    for (int k = 0; k < dense.gradient().list().size(); k++) {
      NDArray expected = dense.gradient().list().get(k);
      float largest = expected.abs().max().getFloat();
      float difference = got.gradient().list().get(k).sub(expected).abs().max().getFloat();
      String name = dense.gradient().names().get(k);
      assertThat(difference).as(name).isLessThanOrEqualTo(2e-5f * largest);
    }
    assertThat(got.firedRows().toLongArray()).isEqualTo(dense.firedRows().toLongArray());
    double[] a = got.sums().toDoubleArray();
    double[] b = dense.sums().toDoubleArray();
    for (int i = 0; i < b.length; i++) {
      assertThat(a[i]).as("sum %d", i).isCloseTo(b[i], within(1e-5 * Math.abs(b[i]) + 1e-12));
    }
    for (int i = 0; i < dense.observed().size(); i++) {
      double[] seen = dense.observed().get(i).toDoubleArray();
      double[] other = got.observed().get(i).toDoubleArray();
      for (int j = 0; j < seen.length; j++) {
        assertThat(other[j]).isCloseTo(seen[j], within(1e-5 * seen[j]));
      }
    }
  }
}
