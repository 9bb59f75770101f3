package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeatureActivationsTest {
  /** Rows: {1: 2.0, 3: 4.0}, {}, {0: 1.0, 3: 5.0}. */
  private static final FeatureActivations THREE_ROWS =
      FeatureActivations.of(
          4, new int[] {0, 2, 2, 4}, new int[] {1, 3, 0, 3}, new float[] {2, 4, 1, 5});

  @Test
  void rowsAreRead() {
    assertThat(THREE_ROWS.rows()).isEqualTo(3);
    assertThat(THREE_ROWS.activeCount()).isEqualTo(4);
    assertThat(THREE_ROWS.meanL0()).isEqualTo(4.0 / 3);
    assertThat(THREE_ROWS.begin(1)).isEqualTo(THREE_ROWS.end(1));
    assertThat(THREE_ROWS.activation(2, 3)).isEqualTo(5);
    assertThat(THREE_ROWS.activation(2, 1)).isZero();
    assertThat(THREE_ROWS.toDense(0)).containsExactly(0, 2, 0, 4);
  }

  @Test
  void columnsHoldTheSameEntries() {
    FeatureColumns columns = THREE_ROWS.byFeature();
    assertThat(columns.dSae()).isEqualTo(4);
    assertThat(columns.rows()).isEqualTo(3);
    assertThat(columns.count(2)).isZero();
    assertThat(columns.count(3)).isEqualTo(2);
    assertThat(columns.row(columns.begin(3))).isZero();
    assertThat(columns.value(columns.begin(3))).isEqualTo(4);
    assertThat(columns.row(columns.begin(3) + 1)).isEqualTo(2);
    assertThat(columns.value(columns.end(3) - 1)).isEqualTo(5);
  }

  @Test
  void arraysAreCopied() {
    float[] values = {1};
    FeatureActivations one = FeatureActivations.of(1, new int[] {0, 1}, new int[] {0}, values);
    values[0] = 9;
    one.values()[0] = 9;
    assertThat(one.value(0)).isEqualTo(1);
  }

  @Test
  void equalEntriesAreEqual() {
    FeatureActivations same =
        FeatureActivations.of(4, THREE_ROWS.offsets(), THREE_ROWS.features(), THREE_ROWS.values());
    assertThat(same).isEqualTo(THREE_ROWS).hasSameHashCodeAs(THREE_ROWS);
    assertThat(THREE_ROWS).hasToString("feature activations [rows=3, dSae=4], 4 active");
  }

  @Test
  void badArraysAreNamed() {
    assertThatThrownBy(
            () -> FeatureActivations.of(4, new int[] {0, 2}, new int[] {3, 1}, new float[2]))
        .hasMessageContaining("row 0 must ascend below 4, got 1 after 3");
    assertThatThrownBy(
            () -> FeatureActivations.of(4, new int[] {0, 1}, new int[] {4}, new float[1]))
        .hasMessageContaining("got 4 after -1");
    assertThatThrownBy(
            () -> FeatureActivations.of(4, new int[] {0, 2}, new int[] {1}, new float[1]))
        .hasMessageContaining("offsets end with 2 entries, got 1 features and 1 values");
    assertThatThrownBy(
            () -> FeatureActivations.of(4, new int[] {0, 3, 2}, new int[2], new float[2]))
        .hasMessageContaining("row 0 ends before it begins");
    assertThatThrownBy(() -> FeatureActivations.of(0, new int[] {0}, new int[0], new float[0]))
        .hasMessageContaining("dSae=0");
    assertThatThrownBy(() -> THREE_ROWS.begin(3)).hasMessage("row 3 of 3");
    assertThatThrownBy(() -> THREE_ROWS.activation(0, 4))
        .hasMessage("feature 4 of a dictionary with 4 features");
  }
}
