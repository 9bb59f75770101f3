package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("file.safetensors");
  }

  @Test
  void keepsArraysOfEveryTypeAndLeavesNothingInTheManager() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray matrix = manager.arange(6f).reshape(2, 3);
      NDArray turned = matrix.transpose();
      SafetensorsWriter writer =
          SafetensorsWriter.create()
              .add("turned", turned)
              .add("f64", matrix.toType(DataType.FLOAT64, true))
              .add("i32", matrix.toType(DataType.INT32, true))
              .add("i64", matrix.toType(DataType.INT64, true))
              .add("u8", matrix.toType(DataType.UINT8, true))
              .add("bool", manager.create(new boolean[] {true, false}))
              .add("half", ElementType.BF16, turned)
              .add("number", manager.create(2.5f))
              .add("empty", manager.create(new Shape(0, 3)));
      int before = manager.getManagedArrays().size();
      writer.write(path());
      assertThat(manager.getManagedArrays()).hasSize(before);
      try (SafetensorsFile file = SafetensorsFile.open(path())) {
        assertThat(file.read(manager, "turned")).isEqualTo(turned);
        assertThat(manager.getManagedArrays()).hasSize(before + 1);
        assertThat(file.read(manager, "half")).isEqualTo(turned);
        assertThat(file.read(manager, "f64")).isEqualTo(matrix.toType(DataType.FLOAT64, true));
        assertThat(file.read(manager, "i32")).isEqualTo(matrix.toType(DataType.INT32, true));
        assertThat(file.read(manager, "i64")).isEqualTo(matrix.toType(DataType.INT64, true));
        assertThat(file.read(manager, "u8")).isEqualTo(matrix.toType(DataType.INT64, true));
        assertThat(file.info("u8").type()).isEqualTo(ElementType.U8);
        assertThat(file.read(manager, "bool").toBooleanArray()).containsExactly(true, false);
        assertThat(file.read(manager, "number").getShape()).isEqualTo(new Shape());
        assertThat(file.read(manager, "number").toFloatArray()).containsExactly(2.5f);
        assertThat(file.read(manager, "empty").getShape()).isEqualTo(new Shape(0, 3));
      }
    }
  }

  @Test
  void keepsArraysOfManyPieces() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray turned = manager.arange(300_000f).reshape(3, 100_000).transpose();
      SafetensorsWriter.create().add("a", turned).add("d", ElementType.F64, turned).write(path());
      try (SafetensorsFile file = SafetensorsFile.open(path())) {
        assertThat(file.read(manager, "a")).isEqualTo(turned);
        assertThat(file.read(manager, "d")).isEqualTo(turned.toType(DataType.FLOAT64, true));
      }
    }
  }

  @Test
  void closesTheArrayThatCouldNotBeRead() throws Exception {
    SafetensorsWriter.create().add("u", ElementType.U64, List.of(1L), new long[] {1}).write(path());
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile file = SafetensorsFile.open(path());
        RandomAccessFile raw = new RandomAccessFile(path().toFile(), "rw")) {
      int before = manager.getManagedArrays().size();
      raw.setLength(raw.length() - 1);
      assertThatThrownBy(() -> file.read(manager, "u")).isInstanceOf(SafetensorsException.class);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void alignsEveryTensorAndTheData() throws Exception {
    SafetensorsWriter.create()
        .metadata("a", "x")
        .metadata("a", "y\u2028\"\\")
        .add("bytes", ElementType.U8, List.of(3L), new long[] {1, 2, 3})
        .add("half", ElementType.F16, List.of(1L), new float[] {1})
        .add("long", ElementType.I64, List.of(1L), new long[] {1})
        .add("float", ElementType.F32, List.of(1L), new float[] {1})
        .write(path());
    try (SafetensorsFile file = SafetensorsFile.open(path())) {
      assertThat(file.names()).containsExactly("long", "float", "half", "bytes");
      assertThat(file.metadata()).isEqualTo(Map.of("a", "y\u2028\"\\"));
      long dataStart = Files.size(path()) - file.info("bytes").end();
      assertThat(dataStart % 8).isZero();
    }
  }

  @Test
  void roundsDoublesOnce() {
    double[] values = {1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-8 + 0x1p-40, -1 - 0x1p-11 - 0x1p-40, 1e300};
    SafetensorsWriter.create()
        .add("f16", ElementType.F16, List.of(4L), values)
        .add("bf16", ElementType.BF16, List.of(4L), values)
        .write(path());
    try (SafetensorsFile file = SafetensorsFile.open(path())) {
      assertThat(file.readDoubles("f16"))
          .containsExactly(1 + 0x1p-10, 1 + 0x1p-8, -1 - 0x1p-10, Double.POSITIVE_INFINITY);
      assertThat(file.readDoubles("bf16"))
          .containsExactly(1, 1 + 0x1p-7, -1, Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void refusesNamesAndTypesAtOnce() {
    SafetensorsWriter writer = SafetensorsWriter.create();
    float[] one = {1};
    writer.add("a", ElementType.F32, List.of(1L), one);
    assertThatThrownBy(() -> writer.add("a", ElementType.F32, List.of(1L), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor name must be free, got a");
    assertThatThrownBy(() -> writer.add("__metadata__", ElementType.F32, List.of(1L), one))
        .hasMessage("tensor name must be free, got __metadata__");
    assertThatThrownBy(() -> writer.add("\uD800", ElementType.F32, List.of(1L), one))
        .hasMessage("tensor name: half a surrogate pair in \\ud800");
    assertThatThrownBy(() -> writer.metadata("k", "\uDC00"))
        .hasMessage("metadata k: half a surrogate pair in \\udc00");
    assertThatThrownBy(() -> writer.add("b", ElementType.I8, List.of(1L), one))
        .hasMessage("b: expected a floating-point type, got I8");
    assertThatThrownBy(() -> writer.add("b", ElementType.F16, List.of(1L), new long[] {1}))
        .hasMessage("b: expected an integer type, got F16");
    assertThatThrownBy(() -> writer.add("b", ElementType.F32, List.of(2L, 3L), one))
        .hasMessage("b: expected a shape of 1 values, got [2, 3]");
    assertThatThrownBy(() -> writer.add("b", ElementType.F32, List.of(-1L, -1L), one))
        .hasMessage("b: expected a shape of 1 values, got [-1, -1]");
    assertThatThrownBy(() -> writer.add("b", ElementType.F32, List.of(1L << 32, 1L << 32), one))
        .hasMessage("b: expected a shape of 1 values, got [4294967296, 4294967296]");
  }

  @Test
  void refusesIntegersOutsideTheirType() {
    SafetensorsWriter writer = SafetensorsWriter.create();
    for (ElementType type : ElementType.values()) {
      if (!type.isFloat() && type != ElementType.I64) {
        boolean signed =
            type == ElementType.I8 || type == ElementType.I16 || type == ElementType.I32;
        long below = signed ? -(1L << (8 * type.bytes() - 1)) - 1 : -1;
        assertThatThrownBy(() -> writer.add("b", type, List.of(2L), new long[] {1, below}))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("b: expected %s values, got %d at element 1", type, below);
      }
    }
    assertThatThrownBy(() -> writer.add("b", ElementType.U8, List.of(1L), new long[] {256}))
        .hasMessage("b: expected U8 values, got 256 at element 0");
    assertThatThrownBy(() -> writer.add("b", ElementType.BOOL, List.of(1L), new long[] {2}))
        .hasMessage("b: expected BOOL values, got 2 at element 0");
    assertThatThrownBy(() -> writer.add("b", ElementType.U32, List.of(1L), new long[] {1L << 32}))
        .hasMessage("b: expected U32 values, got 4294967296 at element 0");
  }

  @Test
  void refusesArraysThatATypeCannotHold() {
    SafetensorsWriter writer = SafetensorsWriter.create();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray ints = manager.create(new int[] {1});
      assertThatThrownBy(() -> writer.add("a", ElementType.F16, ints))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a: expected an array that can be stored as F16, got I32");
      assertThatThrownBy(() -> writer.add("a", manager.zeros(new Shape(1), DataType.FLOAT16)))
          .hasMessageStartingWith("a: expected an array of FLOAT32")
          .hasMessageEndingWith("got FLOAT16");
    }
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws Exception {
    SafetensorsWriter.create()
        .add("old", ElementType.F32, List.of(1L), new float[] {1})
        .write(path());
    byte[] old = Files.readAllBytes(path());
    SafetensorsWriter failing = SafetensorsWriter.create();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray closed = manager.zeros(new Shape(1000));
      failing.add("long", ElementType.I64, List.of(1L), new long[1]).add("closed", closed);
    }
    assertThatThrownBy(() -> failing.write(path())).isInstanceOf(IllegalStateException.class);
    assertThat(path()).hasBinaryContent(old);
    assertThat(folder.toFile().list()).containsExactly("file.safetensors");
  }
}
