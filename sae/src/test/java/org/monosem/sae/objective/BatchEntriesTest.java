package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;

/** The largest entries of a batch, found with and without an idea of where they lie. */
class BatchEntriesTest {
  private static final int BATCH = 200;
  private static final int D_IN = 16;
  private static final int D_SAE = 96;
  private static final int COUNT = 5 * BATCH;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final NDArray x = random("x", BATCH, D_IN);
  private final DictionaryParameters p =
      new DictionaryParameters(
          random("wEnc", D_SAE, D_IN),
          random("bEnc", D_SAE),
          random("wDec", D_SAE, D_IN),
          random("bDec", D_IN));

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> searches() {
    return Stream.of(Precision.FP32, Precision.FP32_VIA_BF16)
        .flatMap(
            precision ->
                Stream.of(0.0, 0.5, 1.0, 3.0).map(share -> Arguments.of(precision, share)));
  }

  /** With the cut far off, too, because the host looks again where it may wait. */
  @ParameterizedTest
  @MethodSource("searches")
  void areThoseOfASortedList(Precision precision, double shareOfTheTrueCut) {
    float[] pre = preActivations();
    float least = sorted(pre)[pre.length - COUNT];
    BatchEntries search = new BatchEntries(manager, x, p, workspace(precision));
    BatchEntries.Found found = search.near(COUNT, scalar(shareOfTheTrueCut * least));
    assertFound(found, pre, least);
    assertFound(search.anywhere(COUNT), pre, least);
  }

  @Test
  void aDeviceThatMayNotWaitSaysWhatItMissed() {
    float[] pre = preActivations();
    float least = sorted(pre)[pre.length - COUNT];
    Workspace workspace = workspace(Precision.FP32).withoutWaiting();
    BatchEntries search = new BatchEntries(manager, x, p, workspace);
    BatchEntries.Found near = search.near(COUNT, scalar(least));
    assertThat(near.entries().missed().getLong()).isZero();
    assertFound(near, pre, least);
    assertThat(search.near(COUNT, scalar(2 * least)).entries().missed().getLong()).isPositive();
    assertThat(search.near(COUNT, scalar(0)).entries().missed().getLong()).isPositive();
  }

  @Test
  void fewerPositiveOnesThanWantedAreAllTaken() {
    float[] pre = preActivations();
    long positive = positive(pre);
    BatchEntries search = new BatchEntries(manager, x, p, workspace(Precision.FP32));
    NDArray values = search.near(BATCH * D_SAE, scalar(0)).entries().values();
    assertThat(values.gt(0).sum().getLong()).isEqualTo(positive);
    assertThat(values.size()).isEqualTo(positive);
  }

  /** Padded entries change no gradient, of nested dictionaries neither. */
  @ParameterizedTest
  @MethodSource("objectives")
  void gradientsDoNotDependOnWhetherTheHostWaits(Objective objective) {
    float[] pre = preActivations();
    float least = sorted(pre)[pre.length - COUNT];
    Map<String, NDArray> estimates = new HashMap<>();
    objective.estimates().forEach((name, value) -> estimates.put(name, scalar(least)));
    Moment moment = new Moment(0, null, estimates);
    GradientRequest request = new GradientRequest(x, x, 1, StepRoute.SPARSE, moment);
    BatchGradient waiting = objective.gradient(manager, p, request, workspace(Precision.FP32));
    BatchGradient waitless =
        objective.gradient(manager, p, request, workspace(Precision.FP32).withoutWaiting());
    assertThat(waitless.missed().getLong()).isZero();
    for (int i = 0; i < 4; i++) {
      NDArray expected = waiting.gradient().list().get(i);
      float largest = expected.abs().max().getFloat();
      float difference = waitless.gradient().list().get(i).sub(expected).abs().max().getFloat();
      assertThat(difference).isLessThanOrEqualTo(1e-5f * largest);
    }
    assertThat(waitless.firedRows().toLongArray()).isEqualTo(waiting.firedRows().toLongArray());
    assertThat(waitless.statistics(BATCH).auxiliary())
        .isCloseTo(waiting.statistics(BATCH).auxiliary(), within(1e-3));
  }

  static Stream<Objective> objectives() {
    BatchTopKObjective batch =
        new BatchTopKObjective(ErrorReduction.SUM, true, ActiveCount.constant(5), AuxK.NONE, 0.9);
    return Stream.of(
        batch,
        new MatryoshkaObjective(
            batch, List.of(7L, 40L, 96L), MatryoshkaObjective.LevelWeights.SUM));
  }

  private void assertFound(BatchEntries.Found found, float[] pre, float least) {
    assertThat(found.least().getDouble()).isCloseTo(least, within(1e-5));
    int[] rows = found.entries().rows().toIntArray();
    int[] features = found.entries().features().toIntArray();
    float[] values = found.entries().values().toFloatArray();
    int live = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        assertThat(values[i]).isCloseTo(pre[rows[i] * D_SAE + features[i]], within(1e-5f));
        assertThat(values[i]).isGreaterThanOrEqualTo(least - 1e-5f);
        live++;
      }
    }
    assertThat(live).isEqualTo(COUNT);
  }

  private float[] preActivations() {
    return x.matMul(p.wEnc().transpose()).add(p.bEnc()).toFloatArray();
  }

  private static float[] sorted(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static long positive(float[] values) {
    long count = 0;
    for (float value : values) {
      count += value > 0 ? 1 : 0;
    }
    return count;
  }

  private NDArray scalar(double value) {
    return manager.create(new double[] {value}, new Shape());
  }

  private Workspace workspace(Precision precision) {
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, 64);
    return Workspace.of(manager, precision, sizes, DataType.FLOAT32);
  }

  private NDArray random(String name, int... shape) {
    SplittableRandom random = Seed.of(2).named(name).random();
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(Arrays.stream(shape).asLongStream().toArray()));
  }
}
