package org.monosem.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.kernel.CpuThreads;

class TopKSelectionTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 16384, 32",
    "3, 16384, 64",
    "40, 4096, 64",
    "700, 1024, 20",
    "2, 131072, 32",
    "5, 16391, 33",
    "7, 1000, 1",
    "4, 2053, 500",
    "3, 100, 100",
    "6, 10, 3",
    "1, 1, 1",
    "2, 5000, 2000"
  })
  void agreesWithSorting(int rows, int width, int k) {
    float[] values = gaussian(rows * width, width + k);
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
    assertThat(onDevice(values, width, k)).isEqualTo(sorted(values, width, k));
  }

  @ParameterizedTest
  @CsvSource({"50, 1024, 20", "9, 4096, 64", "20, 37, 5", "3, 16384, 32"})
  void keepsTheLowestColumnsOfEqualValues(int rows, int width, int k) {
    Random random = new Random(width);
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(6);
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
    assertThat(select(new float[rows * width], width, k).columns())
        .startsWith(IntStream.range(0, k).toArray());
    TopEntries device = onDevice(values, width, k);
    assertThat(device.values()).hasSameSizeAs(device.columns());
    for (int r = 0; r < rows; r++) {
      assertThat(ascending(Arrays.copyOfRange(device.values(), r * k, r * k + k)))
          .containsExactly(
              ascending(Arrays.copyOfRange(sorted(values, width, k).values(), r * k, r * k + k)));
    }
  }

  @Test
  void nanRanksAboveEveryNumberAndInfinitiesAreNumbers() {
    float[] values = gaussian(2 * 4096, 3);
    values[17] = Float.NaN;
    values[4000] = Float.POSITIVE_INFINITY;
    Arrays.fill(values, 4096, 8192, Float.NEGATIVE_INFINITY);
    values[5000] = -3;
    assertThat(select(values, 4096, 2).columns()).containsExactly(17, 4000, 0, 904);
    assertThat(select(values, 4096, 2).values())
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -3f);
    Arrays.fill(values, Float.NaN);
    assertThat(select(values, 4096, 2).columns()).containsExactly(0, 1, 0, 1);
    for (int i = 0; i < 4096; i += 3) {
      values[i] = 5;
    }
    assertThat(select(values, 4096, 4).columns()).startsWith(1, 2, 4, 5);
  }

  /** NaN of both signs and any payload, infinities, subnormal numbers: every bit pattern. */
  @ParameterizedTest
  @CsvSource({"8, 4096, 33", "40, 600, 30", "5, 64, 64", "9, 16390, 64", "30, 40, 7"})
  void everyBitPatternHasItsPlace(int rows, int width, int k) {
    Random random = new Random(width);
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
    float[] extremes = {
      Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, -Float.MIN_VALUE, -0f, 0f, Float.MIN_VALUE, 1
    };
    for (int i = 0; i < values.length; i++) {
      values[i] = extremes[random.nextInt(extremes.length)];
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? -0f : 0f;
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
  }

  @ParameterizedTest
  @CsvSource({"3, 16384, 32", "5, 4100, 64", "4, 700, 32", "6, 129, 32", "7, 50, 50"})
  void ascendingAndDescendingRowsAreNoException(int rows, int width, int k) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - values.length / 2;
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
    for (int i = 0; i < values.length; i++) {
      values[i] = -1 - (float) Math.exp(i % 80);
    }
    assertThat(select(values, width, k)).isEqualTo(sorted(values, width, k));
  }

  @Test
  void anyNumberOfThreadsFindsTheSame() {
    float[] values = gaussian(300 * 1500, 5);
    TopEntries expected = sorted(values, 1500, 24);
    int usual = CpuThreads.count();
    try {
      for (int threads : new int[] {1, 2, 5}) {
        CpuThreads.use(threads);
        assertThat(select(values, 1500, 24)).isEqualTo(expected);
      }
    } finally {
      CpuThreads.use(usual);
    }
  }

  @Test
  void findsTheLargestWhereverTheyLie() {
    int width = 2 * 4096 + 5;
    for (int first : new int[] {0, 1, 1000, 4090, width - 40}) {
      float[] values = gaussian(width, first);
      for (int i = 0; i < 40; i++) {
        values[first + i] = 10 + i % 7;
      }
      assertThat(select(values, width, 40).columns())
          .isEqualTo(IntStream.range(first, first + 40).toArray());
    }
    float[] oneBlock = gaussian(16384, 9);
    for (int i = 0; i < 16; i++) {
      oneBlock[5 + 1024 * i] = 20 + i;
    }
    assertThat(select(oneBlock, 16384, 32)).isEqualTo(sorted(oneBlock, 16384, 32));
  }

  @Test
  void noRowsGiveNoEntries() {
    assertThat(select(new float[0], 300, 4).rows()).isZero();
    assertThat(onDevice(new float[0], 300, 4).rows()).isZero();
  }

  @Test
  void aViewOfRowsIsReadWhereItLies() {
    float[] values = gaussian(6 * 4096, 1);
    NDArray rows = manager.create(values, new Shape(6, 4096)).get("2:5");
    float[] part = Arrays.copyOfRange(values, 2 * 4096, 5 * 4096);
    assertThat(TopKSelection.of(4096, 32).select(rows)).isEqualTo(sorted(part, 4096, 32));
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> TopKSelection.of(8, 9))
        .hasMessage("topk: k must be from 1 to the width of a row, 8, got 9");
    assertThatThrownBy(() -> TopKSelection.of(8, 0)).hasMessageContaining("got 0");
    TopKSelection selection = TopKSelection.of(8, 2);
    assertThatThrownBy(() -> selection.select(manager.zeros(new Shape(3, 7))))
        .hasMessage("topk: expected float32 [rows, width=8], got float32 (3, 7)");
    assertThatThrownBy(
            () -> selection.select(manager, manager.zeros(new Shape(3, 8), DataType.FLOAT64)))
        .hasMessageContaining("got float64 (3, 8)");
    assertThatThrownBy(() -> ActivationFunction.topK(0))
        .hasMessage("topk: k must be at least 1, got 0");
  }

  @Test
  void arraysHoldTheSameAndNothingLeaks() {
    TopKSelection selection = TopKSelection.of(4096, 16);
    try (NDManager inputs = manager.newSubManager()) {
      NDArray rows = inputs.create(gaussian(20 * 4096, 4), new Shape(20, 4096));
      TopEntries heap = selection.select(rows);
      int before = inputs.getManagedArrays().size();
      try (NDManager owner = manager.newSubManager()) {
        NDList arrays = selection.select(owner, rows);
        assertThat(arrays.get(0).getShape()).isEqualTo(new Shape(20, 16));
        assertThat(arrays.get(0).toFloatArray()).isEqualTo(heap.values());
        assertThat(arrays.get(1).toIntArray()).isEqualTo(heap.columns());
        assertThat(owner.getManagedArrays()).hasSize(2);
      }
      assertThat(inputs.getManagedArrays()).hasSize(before);
    }
  }

  private TopEntries select(float[] values, int width, int k) {
    return TopKSelection.of(width, k).select(array(values, width));
  }

  private TopEntries onDevice(float[] values, int width, int k) {
    NDList top = TopKSelection.of(width, k).selectOnDevice(manager, array(values, width));
    return new TopEntries(k, top.get(1).toIntArray(), top.get(0).toFloatArray());
  }

  private NDArray array(float[] values, int width) {
    return manager.create(values, new Shape(values.length / width, width));
  }

  /** The slow, obvious reference: a stable sort of every row. */
  private static TopEntries sorted(float[] values, int width, int k) {
    int rows = values.length / width;
    TopEntries top = new TopEntries(k, new int[rows * k], new float[rows * k]);
    for (int r = 0; r < rows; r++) {
      int begin = r * width;
      int[] columns =
          IntStream.range(0, width)
              .boxed()
              .sorted((a, b) -> Float.compare(values[begin + b], values[begin + a]))
              .limit(k)
              .mapToInt(c -> c)
              .sorted()
              .toArray();
      for (int i = 0; i < k; i++) {
        top.columns()[r * k + i] = columns[i];
        top.values()[r * k + i] = values[begin + columns[i]];
      }
    }
    return top;
  }

  private static float[] gaussian(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] ascending(float[] values) {
    Arrays.sort(values);
    return values;
  }
}
