package org.monosem.core.polysemanticity.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

class ActivationCapacityTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void itIsTheCapacityOfTheColumns() {
    NDArray rows = manager.randomNormal(new Shape(400, 30)).maximum(0.5).sub(0.5);
    try (ActivationCapacity all = new ActivationCapacity(30, manager);
        ActivationCapacity part = new ActivationCapacity(30, manager)) {
      all.accept(rows.get("0:150"));
      part.accept(rows.get("150:170"));
      part.accept(rows.get("170:"));
      all.combine(part);
      assertThat(all.rows()).isEqualTo(400);
      NDArray columns = rows.transpose().toType(DataType.FLOAT64, false);
      assertThat(all.value().toArray())
          .containsExactly(FeatureCapacity.of(columns).toArray(), within(1e-12));
      assertThat(all.ofDirections().toArray())
          .containsExactly(FeatureCapacity.ofDirections(columns).toArray(), within(1e-12));
      assertThat(all.value().dims()).isEqualTo(400);
    }
  }

  @Test
  void unitsThatAreNeverActiveTogetherHaveAllOfTheirs() {
    try (ActivationCapacity capacity = new ActivationCapacity(4, manager)) {
      // rows: {0: 2}, {1: 1, 2: 1}, {}, {0: 3}; unit 3 is never active
      capacity.accept(
          FeatureActivations.of(
              4, new int[] {0, 1, 3, 3, 4}, new int[] {0, 1, 2, 0}, new float[] {2, 1, 1, 3}));
      assertThat(capacity.value().toArray()).containsExactly(1, 0.5, 0.5, 0);
      assertThat(capacity.ofDirections().toArray()).containsExactly(1, 0.5, 0.5, 0);
    }
  }

  @Test
  void sparseRowsAndDenseOnesAreTheSame() {
    int[] offsets = new int[2001];
    int[] features = new int[2000 * 40];
    float[] values = new float[2000 * 40];
    for (int i = 0; i < features.length; i++) {
      features[i] =
          i % 40 + i / 40 % 3; // 2000 rows of 40 active features: more pairs than fit once
      values[i] = (i * 31 % 17 + 1) / 8f;
    }
    for (int row = 0; row <= 2000; row++) {
      offsets[row] = 40 * row;
    }
    FeatureActivations sparse = FeatureActivations.of(42, offsets, features, values);
    float[] dense = new float[2000 * 42];
    for (int i = 0; i < features.length; i++) {
      dense[i / 40 * 42 + features[i]] = values[i];
    }
    try (ActivationCapacity one = new ActivationCapacity(42, manager);
        ActivationCapacity other = new ActivationCapacity(42, manager)) {
      one.accept(sparse);
      other.accept(manager.create(dense, new Shape(2000, 42)));
      assertThat(one.rows()).isEqualTo(2000);
      assertThat(one.value().toArray()).containsExactly(other.value().toArray(), within(1e-12));
      assertThatThrownBy(
              () -> one.accept(FeatureActivations.of(3, new int[1], new int[0], new float[0])))
          .hasMessage("features: expected dSae=42, got 3");
    }
  }

  @Test
  void wrongShapesAreRefusedAndNothingLeaks() {
    int before = manager.getManagedArrays().size();
    NDArray rows = manager.ones(new Shape(2, 3));
    try (ActivationCapacity capacity = new ActivationCapacity(3, manager);
        ActivationCapacity other = new ActivationCapacity(2, manager)) {
      capacity.accept(rows);
      capacity.accept(manager.create(new Shape(0, 3)));
      capacity.value();
      assertThat(capacity.rows()).isEqualTo(2);
      assertThatThrownBy(() -> capacity.accept(manager.ones(new Shape(2, 4))))
          .hasMessage(
              "activations: expected floats or doubles [rows, units=3], got float32 (2, 4)");
      assertThatThrownBy(() -> capacity.combine(other))
          .hasMessage("other: expected 3 units, got 2");
    }
    assertThat(manager.getManagedArrays()).hasSize(before + 3); // what this test made itself
    assertThatThrownBy(() -> new ActivationCapacity(0, manager))
        .hasMessage("units: expected at least 1, got 0");
  }

  /** Both ways to the products of pairs, on the same rows: dense, sparse and divided. */
  @Test
  void keptActivationsGiveWhatSummedProductsGive() {
    NDArray rows = manager.randomNormal(new Shape(300, 70)).sub(1).maximum(0);
    rows.set(new NDIndex(":, 7"), 0);
    try (ActivationCapacity summed = new ActivationCapacity(70, manager);
        ActivationCapacity kept = kept(70, 1 << 20);
        ActivationCapacity part = kept(70, 1 << 20)) {
      summed.accept(rows);
      kept.accept(rows.get("0:40").toType(DataType.FLOAT64, false));
      kept.accept(sparse(rows.get("40:90")));
      part.accept(rows.get("90:"));
      kept.combine(part);
      assertThat(kept.rows()).isEqualTo(300);
      assertThat(kept.value().toArray()).containsExactly(summed.value().toArray(), within(1e-12));
      assertThat(kept.ofDirections().toArray())
          .containsExactly(summed.ofDirections().toArray(), within(1e-12));
      assertThat(kept.value().capacity(7)).isZero();
      assertThat(summed.room()).isEqualTo(Long.MAX_VALUE);
      assertThat(kept.room())
          .isEqualTo((1 << 20) - rows.gt(0).toType(DataType.INT64, false).sum().getLong());
    }
  }

  @Test
  void asManyUnitsAsAWideDictionaryHas() {
    int units = 131_072;
    int rows = 24;
    int each = 3000; // so that units of one row meet others on other rows
    int[] offsets = IntStream.rangeClosed(0, rows).map(row -> row * each).toArray();
    int[] features = new int[rows * each];
    float[] values = new float[rows * each];
    SplittableRandom random = Seed.of(1).random();
    for (int row = 0; row < rows; row++) {
      int[] chosen = random.ints(0, units).distinct().limit(each).sorted().toArray();
      System.arraycopy(chosen, 0, features, row * each, each);
    }
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (0.5 + random.nextDouble());
    }
    FeatureActivations sparse = FeatureActivations.of(units, offsets, features, values);
    float[] columns = new float[units * rows];
    for (int k = 0; k < values.length; k++) {
      columns[features[k] * rows + k / each] = values[k];
    }
    try (ActivationCapacity capacity = new ActivationCapacity(units, manager)) {
      capacity.accept(sparse);
      NDArray embedding = manager.create(columns, new Shape(units, rows));
      assertThat(furthest(capacity.value(), FeatureCapacity.of(embedding))).isLessThan(1e-12);
      assertThat(furthest(capacity.ofDirections(), FeatureCapacity.ofDirections(embedding)))
          .isLessThan(1e-12);
      assertThat(capacity.room()).isEqualTo(ActivationCapacity.KEPT_ACTIVATIONS - rows * each);
    }
  }

  private static double furthest(FeatureCapacity one, FeatureCapacity other) {
    assertThat(one.features()).isEqualTo(other.features());
    return IntStream.range(0, one.features())
        .mapToDouble(unit -> Math.abs(one.capacity(unit) - other.capacity(unit)))
        .max()
        .orElseThrow();
  }

  @Test
  void rowsWithoutRoomAreRefusedWhole() {
    try (ActivationCapacity capacity = kept(3, 5);
        ActivationCapacity other = kept(3, 5)) {
      capacity.accept(manager.create(new float[] {1, 0, 2, 0, 0, 3}, new Shape(2, 3)));
      other.accept(manager.ones(new Shape(1, 3)));
      String message = "activations: expected at most 5 that are not zero, of 3 units, got 6";
      assertThatThrownBy(() -> capacity.accept(manager.ones(new Shape(1, 3))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> capacity.accept(sparse(manager.ones(new Shape(1, 3)))))
          .hasMessage(message);
      assertThatThrownBy(() -> capacity.combine(other)).hasMessage(message);
      assertThat(capacity.rows()).isEqualTo(2);
      assertThat(capacity.room()).isEqualTo(2);
      assertThat(capacity.value().toArray())
          .containsExactly(new double[] {0.2, 0, 169. / 173}, within(1e-12));
    }
  }

  @Test
  void whatIsNotFiniteIsRefusedBothWays() {
    NDArray rows = manager.create(new float[] {1, Float.NaN, 1, 1}, new Shape(2, 2));
    try (ActivationCapacity summed = new ActivationCapacity(2, manager);
        ActivationCapacity kept = kept(2, 9)) {
      summed.accept(rows);
      kept.accept(rows);
      for (ActivationCapacity capacity : List.of(summed, kept)) {
        assertThatThrownBy(capacity::value)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected finite numbers");
      }
    }
  }

  private static ActivationCapacity kept(int units, int most) {
    return new ActivationCapacity(units, new KeptActivations(units, most));
  }

  private static FeatureActivations sparse(NDArray rows) {
    int width = (int) rows.getShape().get(1);
    float[] dense = rows.toFloatArray();
    int[] entries = IntStream.range(0, dense.length).filter(i -> dense[i] != 0).toArray();
    int[] offsets = new int[dense.length / width + 1];
    for (int entry : entries) {
      offsets[entry / width + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    float[] values = new float[entries.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = dense[entries[k]];
    }
    int[] features = Arrays.stream(entries).map(entry -> entry % width).toArray();
    return FeatureActivations.of(width, offsets, features, values);
  }
}
