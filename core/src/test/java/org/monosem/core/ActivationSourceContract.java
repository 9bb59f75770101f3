package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

/** What every {@link ActivationSource} promises; a subclass says which source is asked. */
public abstract class ActivationSourceContract {
  private static final Seed SEED = Seed.of(11);

  /**
   * Returns a source of {@code rows} rows, {@code width} wide, in which row i holds {@code i} in
   * its first place and {@link #value} elsewhere.
   */
  protected abstract ActivationSource source(int rows, int width);

  /** Returns what stands in one place of a source made by {@link #source}: exact in half. */
  protected static float value(int row, int column) {
    return column == 0 ? row : (row * 7 + column * 3) % 64 / 8f - 4;
  }

  @Test
  void aPassHoldsEveryRowOnce() {
    ActivationSource source = source(101, 5);
    assertThat(source.rows()).isEqualTo(101);
    assertThat(source.width()).isEqualTo(5);
    assertThat(ids(source, SEED, 0, 101)).doesNotHaveDuplicates().hasSize(101);
  }

  @Test
  void rowsKeepTheirValues() {
    ActivationSource source = source(40, 5);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = source.open(SEED, 0)) {
      NDArray batch = stream.next(manager, 40);
      assertThat(batch.getShape()).isEqualTo(new Shape(40, 5));
      assertThat(batch.getDataType()).isEqualTo(DataType.FLOAT32);
      float[] values = batch.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        int row = (int) values[i / 5 * 5];
        assertThat(values[i]).isEqualTo(value(row, i % 5));
      }
    }
  }

  @Test
  void eachPassAndEachSeedHasAnOrderOfItsOwn() {
    ActivationSource source = source(101, 2);
    List<Integer> two = ids(source, SEED, 0, 202);
    assertThat(two.subList(0, 101)).isNotEqualTo(two.subList(101, 202));
    assertThat(two.subList(101, 202)).containsExactlyInAnyOrderElementsOf(two.subList(0, 101));
    assertThat(ids(source, Seed.of(12), 0, 101)).isNotEqualTo(two.subList(0, 101));
    assertThat(two.subList(0, 101)).isNotEqualTo(sorted(two.subList(0, 101)));
  }

  @Test
  void aStreamOpenedLaterGoesOnWhereAnotherStands() {
    ActivationSource source = source(37, 2);
    List<Integer> whole = ids(source, SEED, 0, 120);
    for (int start = 0; start < 100; start += 9) {
      assertThat(ids(source, SEED, start, 20))
          .as("from %d", start)
          .isEqualTo(whole.subList(start, start + 20));
    }
  }

  @Test
  void theSizesOfBatchesDoNotMatter() {
    ActivationSource source = source(37, 2);
    List<Integer> rows = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = source.open(SEED, 0)) {
      for (int size : new int[] {1, 36, 2, 40, 1, 9}) {
        addIds(stream.next(manager, size), rows);
        assertThat(stream.position()).isEqualTo(rows.size());
      }
    }
    assertThat(rows).isEqualTo(ids(source, SEED, 0, 89));
  }

  @Test
  void oneBatchMayHoldManyPasses() {
    assertThat(ids(source(3, 2), SEED, 2, 31)).hasSize(31);
  }

  @Test
  void onlyTheBatchStaysWithTheManager() {
    ActivationSource source = source(64, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = source.open(SEED, 0)) {
      for (int i = 1; i <= 5; i++) {
        stream.next(manager, 50);
        assertThat(manager.getManagedArrays()).hasSize(i);
      }
    }
  }

  @Test
  void aBatchMayBeChangedInPlaceAndOutlivesTheNext() {
    ActivationSource source = source(30, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = source.open(SEED, 0);
        ActivationStream again = source.open(SEED, 0)) {
      NDArray first = stream.next(manager, 10);
      float[] before = first.toFloatArray();
      stream.next(manager, 10).muli(0);
      assertThat(first.toFloatArray()).isEqualTo(before);
      first.subi(1000);
      assertThat(again.next(manager, 10).toFloatArray()).isEqualTo(before);
    }
  }

  @Test
  void wrongNumbersAreRefused() {
    ActivationSource source = source(3, 2);
    assertThatThrownBy(() -> source.open(SEED, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("startRow: expected at least 0, got -1");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = source.open(SEED, 0)) {
      assertThatThrownBy(() -> stream.next(manager, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rows: expected at least 1, got 0");
    }
  }

  private static List<Integer> ids(ActivationSource source, Seed seed, long start, int count) {
    List<Integer> rows = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = source.open(seed, start)) {
      assertThat(stream.position()).isEqualTo(start);
      addIds(stream.next(manager, count), rows);
      assertThat(stream.position()).isEqualTo(start + count);
    }
    return rows;
  }

  private static void addIds(NDArray batch, List<Integer> rows) {
    float[] values = batch.toFloatArray();
    int width = (int) batch.getShape().get(1);
    for (int i = 0; i < values.length; i += width) {
      rows.add((int) values[i]);
    }
  }

  private static List<Integer> sorted(List<Integer> rows) {
    return rows.stream().sorted().toList();
  }
}
