package org.monosem.core.polysemanticity.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;

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
        .hasMessage("units: expected 1 to 16384, got 0");
  }
}
