package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRoundTripTest {
  @TempDir Path folder;

  @Test
  void keepsValuesOfEveryTypeGivenAsJavaArrays() {
    Path path = folder.resolve("a.safetensors");
    SafetensorsWriter.create()
        .metadata("format", "pt")
        .add("f32", ElementType.F32, List.of(2L, 2L), new float[] {1, -2, 0.1f, 4})
        .add("bf16", ElementType.BF16, List.of(3L), new float[] {1, -2, 0.1f})
        .add("f16", ElementType.F16, List.of(3L), new float[] {1, -2, 0.1f})
        .add("f64", ElementType.F64, List.of(), new double[] {Math.PI})
        .add("i64", ElementType.I64, List.of(0L, 5L), new long[0])
        .add("u8", ElementType.U8, List.of(2L), new long[] {0, 255})
        .write(path);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.metadata()).containsExactly(java.util.Map.entry("format", "pt"));
      assertThat(file.names()).containsExactly("f64", "i64", "f32", "bf16", "f16", "u8");
      assertThat(file.readFloats("f32")).containsExactly(1, -2, 0.1f, 4);
      assertThat(file.readFloats("bf16")).containsExactly(1, -2, 0x1.9ap-4f);
      assertThat(file.readFloats("f16")).containsExactly(1, -2, 0x1.998p-4f);
      assertThat(file.readDoubles("f64")).containsExactly(Math.PI);
      assertThat(file.readLongs("i64")).isEmpty();
      assertThat(file.readLongs("u8")).containsExactly(0, 255);
      assertThat(file.info("i64").shape()).containsExactly(0L, 5L);
    }
  }

  @Test
  void keepsArraysAndLeavesNothingInTheManager() {
    Path path = folder.resolve("a.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray matrix = manager.arange(6f).reshape(2, 3);
      NDArray turned = matrix.transpose();
      NDArray flags = manager.create(new boolean[] {true, false});
      int before = manager.getManagedArrays().size();
      SafetensorsWriter.create()
          .add("matrix", matrix)
          .add("turned", turned)
          .add("half", ElementType.F16, turned)
          .add("flags", flags)
          .write(path);
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        assertThat(manager.getManagedArrays()).hasSize(before);
        NDArray read = file.read(manager, "turned");
        assertThat(manager.getManagedArrays()).hasSize(before + 1);
        assertThat(read).isEqualTo(turned);
        assertThat(file.read(manager, "half")).isEqualTo(turned);
        assertThat(file.read(manager, "matrix").getShape()).isEqualTo(new Shape(2, 3));
        assertThat(file.read(manager, "flags").getDataType()).isEqualTo(DataType.BOOLEAN);
        assertThat(file.read(manager, "flags").toBooleanArray()).containsExactly(true, false);
      }
    }
  }
}
