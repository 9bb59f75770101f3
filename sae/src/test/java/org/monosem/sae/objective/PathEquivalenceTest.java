package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;

/** In float32, at a size where sums are long, all routes give the same numbers to rounding. */
class PathEquivalenceTest {
  private static final int D_IN = 48;
  private static final int D_SAE = 640;
  private static final int BATCH = 300;

  private static final Map<String, StepRoute> ROUTES =
      Map.of(
          "sparse",
          StepRoute.SPARSE,
          "hybrid",
          StepRoute.hybrid(IntStream.range(0, 640).filter(i -> i % 7 == 0).boxed().toList()),
          "hybrid of all",
          StepRoute.hybrid(IntStream.range(0, 640).boxed().toList()));

  /** Biases from nearly all features active down to none. */
  static Stream<Arguments> cases() {
    return Stream.of(10., 0., -4., -10., -100.)
        .flatMap(
            bias ->
                Stream.of(Precision.FP32, Precision.FP32_VIA_BF16)
                    .flatMap(
                        precision ->
                            ROUTES.keySet().stream()
                                .map(route -> Arguments.of(bias, precision, route))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyExactRouteEqualsDense(double bias, Precision precision, String route) {
    L1Objective objective =
        new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = random(manager, "x", BATCH, D_IN);
      DictionaryParameters p = parameters(manager, bias);
      // A pre-activation within rounding of zero could fall on either side; there is none here.
      NDArray pre = x.sub(p.bDec()).matMul(p.wEnc().transpose()).add(p.bEnc());
      assertThat(pre.abs().min().getFloat()).isGreaterThan(1e-6f);
      ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, 128);
      Workspace workspace = Workspace.of(manager, precision, sizes, DataType.FLOAT32);
      BatchGradient got =
          objective.gradient(manager, p, new GradientRequest(x, 1, ROUTES.get(route)), workspace);
      BatchGradient dense =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepRoute.DENSE), workspace);
      assertSame(got, dense);
      assertThat(got.statistics(BATCH).activeCount()).isEqualTo(pre.gt(0).sum().getLong());
    }
  }

  /** As on a GPU: room for enough pairs, for too few of them (1), and for more than there are. */
  @ParameterizedTest
  @CsvSource({
    "FP32, 20000, false",
    "FP32, 20000, true",
    "FP32, 1, false",
    "FP32, 100000, false",
    "FP32_VIA_BF16, 20000, false",
    "FP32_VIA_BF16, 20000, true",
    "FP32_VIA_BF16, 1, true"
  })
  void stepsThatDoNotWaitForTheDeviceEqualDense(Precision precision, long expected, boolean hot) {
    L1Objective objective =
        new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = random(manager, "x", BATCH, D_IN);
      DictionaryParameters p = parameters(manager, expected == 1 ? 0 : -15);
      ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, 128);
      Workspace workspace =
          Workspace.of(manager, precision, sizes, DataType.FLOAT32).withoutWaiting();
      StepRoute route = hot ? ROUTES.get("hybrid") : StepRoute.SPARSE;
      BatchGradient got =
          objective.gradient(
              manager, p, new GradientRequest(x, 1, route.expecting(expected)), workspace);
      BatchGradient dense =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepRoute.DENSE), workspace);
      if (expected == 1) {
        assertThat(got.missed().getLong()).isPositive();
      } else {
        assertThat(got.missed().getLong()).isZero();
        assertSame(got, dense);
      }
    }
  }

  /** The plain bfloat16 encoder is that on every path: none quietly multiplies in float32. */
  @ParameterizedTest
  @ValueSource(strings = {"dense", "hybrid", "sparse"})
  void everyPathRoundsToBfloat16WhereToldTo(String route) {
    L1Objective objective =
        new L1Objective(ErrorReduction.SUM, PenaltyWeight.DECODER_NORM, true, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = random(manager, "x", BATCH, D_IN);
      DictionaryParameters p = parameters(manager, 0);
      GradientRequest request =
          new GradientRequest(x, 1, ROUTES.getOrDefault(route, StepRoute.DENSE));
      BatchGradient exact =
          objective.gradient(manager, p, request, workspace(manager, Precision.FP32));
      BatchGradient low =
          objective.gradient(manager, p, request, workspace(manager, Precision.BF16));
      NDArray expected = exact.gradient().wDec();
      double difference = low.gradient().wDec().sub(expected).norm().getFloat();
      assertThat(difference / expected.norm().getFloat()).isBetween(1e-5, 3e-2);
    }
  }

  private static Workspace workspace(NDManager manager, Precision precision) {
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, 128);
    return Workspace.of(manager, precision, sizes, DataType.FLOAT32);
  }

  /** Enough entries a feature for the decoder to be gathered in blocks of columns. */
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 96})
  void gatheringInBlocksOfColumnsChangesNothing(int dIn) {
    L1Objective objective = new L1Objective(ErrorReduction.SUM, PenaltyWeight.ONE, false, 1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = random(manager, "x", 500, dIn);
      DictionaryParameters p =
          new DictionaryParameters(
              random(manager, "wEnc", 40, dIn),
              random(manager, "bEnc", 40),
              random(manager, "wDec", 40, dIn),
              random(manager, "bDec", dIn));
      ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(40, dIn, 500);
      Workspace workspace = Workspace.of(manager, Precision.FP32, sizes, DataType.FLOAT32);
      BatchGradient sparse =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepRoute.SPARSE), workspace);
      BatchGradient dense =
          objective.gradient(manager, p, new GradientRequest(x, 1, StepRoute.DENSE), workspace);
      assertSame(sparse, dense);
    }
  }

  private static void assertSame(BatchGradient got, BatchGradient dense) {
    for (int k = 0; k < 4; k++) {
      assertClose(got.gradient().list().get(k), dense.gradient().list().get(k));
    }
    assertThat(got.firedRows().toLongArray()).isEqualTo(dense.firedRows().toLongArray());
    BatchStatistics a = got.statistics(BATCH);
    BatchStatistics b = dense.statistics(BATCH);
    assertThat(a.activeCount()).isEqualTo(b.activeCount());
    assertThat(a.squaredError()).isCloseTo(b.squaredError(), within(1e-5 * b.squaredError()));
    assertThat(a.penalty()).isCloseTo(b.penalty(), within(1e-5 * b.penalty() + 1e-12));
  }

  private static DictionaryParameters parameters(NDManager manager, double bias) {
    return new DictionaryParameters(
        random(manager, "wEnc", D_SAE, D_IN),
        random(manager, "bEnc", D_SAE).add(bias).duplicate(),
        random(manager, "wDec", D_SAE, D_IN),
        random(manager, "bDec", D_IN));
  }

  private static void assertClose(NDArray got, NDArray expected) {
    float largest = expected.abs().max().getFloat();
    float difference = got.sub(expected).abs().max().getFloat();
    assertThat(difference).isLessThanOrEqualTo(1e-5f * largest);
  }

  private static NDArray random(NDManager manager, String name, long... shape) {
    Shape s = new Shape(shape);
    var random = Seed.of(11).named(name).random();
    float[] values = new float[Math.toIntExact(s.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, s);
  }
}
