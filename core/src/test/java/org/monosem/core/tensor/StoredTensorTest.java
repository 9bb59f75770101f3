package org.monosem.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.random.Seed;
import org.monosem.core.safetensors.ElementType;

/** Views of storages whose element i is i, against a walk over all indices. */
class StoredTensorTest {
  private static final int STORED = 900_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsAnyPermutationOfAnySteps(boolean sequential) {
    StoredBytes stored = stored(sequential, ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 60; i++) {
      TensorLayout layout = layout(Seed.of(5).at(i).random(), STORED);
      StoredTensor tensor = StoredTensor.of(stored, STORED, layout);
      assertThat(tensor.readLongs()).as("%s", layout).isEqualTo(slow(layout));
    }
  }

  /** Shapes that need several windows, windows of a few steps, or single elements. */
  @ParameterizedTest
  @CsvSource({
    "200:2000, 2000:1",
    "2000:200, 1:2000",
    "2000:200, 1:200",
    "3:100000, 100000:1",
    "100000:3, 1:100000",
    "100000:3, 4:1",
    "4:90000, 2:4",
    "1000, 399",
    "5:70000, 70000:1",
    "20:30:40, 1:20:600",
    "7:0:3, 1:1:1",
    "1000:500, 1:1",
    "300:4, 1000:0",
    "2:100:2, 1:3:200000",
    "2:300000, 300001:1",
    "200000:4, 1:200000",
    "3000:290, 1:3000",
    "2:3:140000, 1:2:6"
  })
  void readsLargeViews(String shape, String strides) {
    TensorLayout layout = new TensorLayout(numbers(shape), numbers(strides), 7);
    StoredTensor tensor = StoredTensor.of(stored(false, ByteOrder.BIG_ENDIAN), STORED, layout);
    assertThat(tensor.readLongs()).isEqualTo(slow(layout));
  }

  @Test
  void readsRows() {
    TensorLayout layout = new TensorLayout(List.of(50L, 4L), List.of(1L, 50L), 3);
    StoredTensor tensor = floats(layout);
    assertThat(tensor.readFloatRows(48, 2)).containsExactly(51, 101, 151, 201, 52, 102, 152, 202);
    assertThatThrownBy(() -> tensor.readFloatRows(49, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> floats(TensorLayout.rowMajor(List.of())).readFloatRows(0, 1))
        .hasMessage("a.pt: storage 0: expected an axis of rows, got a single number");
  }

  @Test
  void readsArraysOfEveryLayout() {
    try (NDManager manager = NDManager.newBaseManager()) {
      TensorLayout layout = new TensorLayout(List.of(30L, 1L, 7L), List.of(1L, 9L, 30L), 2);
      StoredTensor tensor = floats(layout);
      try (NDArray array = tensor.read(manager)) {
        assertThat(array.toFloatArray()).isEqualTo(tensor.readFloats());
        assertThat(array.getShape().getShape()).containsExactly(30, 1, 7);
        assertThat(manager.getManagedArrays()).hasSize(1);
      }
    }
  }

  @Test
  void readsMoreThanOneBlockOfRows() {
    int rows = 70_000;
    TensorLayout layout = new TensorLayout(List.of((long) rows, 300L), List.of(1L, 0L), 0);
    StoredBytes stored = stored(false, ByteOrder.LITTLE_ENDIAN);
    // 21 million elements out of 70 000: as if the storage were as large.
    StoredTensor tensor = StoredTensor.of(stored, 70_000L * 300, layout);
    try (NDManager manager = NDManager.newBaseManager();
        NDArray array = tensor.read(manager)) {
      assertThat(array.getInt(0, 0)).isZero();
      assertThat(array.getInt(55_923, 299)).isEqualTo(55_923);
      assertThat(array.getInt(rows - 1, 1)).isEqualTo(rows - 1);
      assertThat(manager.getManagedArrays()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2:3, 3, 0, expected as many strides as axes",
    "2:-3, 3:1, 0, expected no negative length",
    "2:3, 3:-1, 5, expected no negative length",
    "2:3, 3:1, -1, expected no negative length",
    "2:3, 3:1, 899995, expected a view within the storage's 900000 elements",
    "4611686018427387904:4, 4611686018427387904:4, 0, expected a view within the storage's",
    "9223372036854775807:9223372036854775807, 0:0, 0, expected at most 1048576 elements",
    "1048577, 0, 0, expected at most 1048576 elements"
  })
  void refusesLayoutsBeyondTheStorage(String shape, String strides, long offset, String rule) {
    TensorLayout layout = new TensorLayout(numbers(shape), numbers(strides), offset);
    assertThatThrownBy(
            () -> StoredTensor.of(stored(false, ByteOrder.LITTLE_ENDIAN), STORED, layout))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith("a.pt: storage 0: " + rule)
        .hasMessageContaining(", got shape [");
  }

  @Test
  void refusesToReadACompressedStorageBackwards() {
    TensorLayout layout = new TensorLayout(List.of(3L, 300_000L), List.of(100_000L, 1L), 0);
    StoredTensor tensor =
        StoredTensor.of(stored(true, ByteOrder.LITTLE_ENDIAN), 3L * 300_000, layout);
    assertThatThrownBy(tensor::readLongs)
        .hasMessageStartingWith(
            "a.pt: storage 0: expected no overlapping view of a compressed storage, got ");
  }

  @Test
  void namesTheWrongKind() {
    StoredTensor integers =
        StoredTensor.of(
            stored(false, ByteOrder.LITTLE_ENDIAN), STORED, TensorLayout.rowMajor(List.of(2L)));
    assertThatThrownBy(() -> integers.labelled("entry k").readFloats())
        .hasMessage("a.pt: entry k: expected floating-point numbers, got I32");
    assertThatThrownBy(() -> floats(TensorLayout.rowMajor(List.of(2L))).readLongs())
        .hasMessage("a.pt: storage 0: expected integers, got F32");
    assertThatThrownBy(integers::readInteger)
        .hasMessage("a.pt: storage 0: expected a single number, got shape [2]");
  }

  /** A random box of a random permutation of a dense storage, with steps. */
  private static TensorLayout layout(SplittableRandom random, long stored) {
    List<Long> shape = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    while (stride < stored / 100) {
      long step = random.nextLong(1, 3);
      long length = random.nextLong(1, random.nextBoolean() ? 6 : 40);
      shape.add(length);
      strides.add(stride * step);
      stride *= length * step;
    }
    long used = stride;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(random.nextLong()));
    return new TensorLayout(
        order.stream().map(shape::get).toList(),
        order.stream().map(strides::get).toList(),
        random.nextLong(Math.max(1, stored - used)));
  }

  private static long[] slow(TensorLayout layout) {
    long[] values = new long[(int) layout.elements()];
    for (int i = 0; i < values.length; i++) {
      long rest = i;
      long at = layout.offset();
      for (int axis = layout.shape().size() - 1; axis >= 0; axis--) {
        at += rest % layout.shape().get(axis) * layout.strides().get(axis);
        rest /= layout.shape().get(axis);
      }
      values[i] = at;
    }
    return values;
  }

  private static StoredBytes stored(boolean sequential, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(STORED * Integer.BYTES).order(order);
    for (int i = 0; i < STORED; i++) {
      bytes.putInt(i);
    }
    Memory memory = new Memory(bytes.array(), sequential);
    return new StoredBytes(Path.of("a.pt"), "storage 0", ElementType.I32, order, () -> memory);
  }

  private static StoredTensor floats(TensorLayout layout) {
    ByteBuffer bytes = ByteBuffer.allocate(1000 * Float.BYTES);
    for (int i = 0; i < 1000; i++) {
      bytes.putFloat(i);
    }
    Memory memory = new Memory(bytes.array(), false);
    StoredBytes stored =
        new StoredBytes(
            Path.of("a.pt"), "storage 0", ElementType.F32, ByteOrder.BIG_ENDIAN, () -> memory);
    return StoredTensor.of(stored, 1000, layout);
  }

  private static List<Long> numbers(String text) {
    return Arrays.stream(text.split(":")).map(Long::valueOf).toList();
  }
}
