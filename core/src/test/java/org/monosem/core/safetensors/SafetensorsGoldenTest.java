package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a file written by the format's own Python library; see ORIGIN.md beside it. */
class SafetensorsGoldenTest {
  private static final float[] EDGES = {
    0, -0f, 1, -2.5f, 0.1f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-7f, 65504
  };
  private static final double[] DOUBLES = {Math.PI, -1e300, Double.MIN_VALUE, 0.1};

  @TempDir Path folder;

  private static Path golden() throws URISyntaxException {
    return Path.of(SafetensorsGoldenTest.class.getResource("golden.safetensors").toURI());
  }

  @Test
  void readsFloatsOfEveryType() throws Exception {
    try (SafetensorsFile file = SafetensorsFile.open(golden())) {
      assertThat(file.readFloats("f32")).containsExactly(EDGES);
      assertThat(file.readDoubles("f64")).containsExactly(DOUBLES);
      assertThat(file.readFloats("f64"))
          .containsExactly((float) Math.PI, Float.NEGATIVE_INFINITY, 0, 0.1f);
      assertThat(file.readFloats("f16"))
          .containsExactly(0, -0f, 1, -2.5f, 0x1.998p-4f, EDGES[5], EDGES[6], 0x1p-23f, 65504);
      assertThat(file.readFloats("bf16"))
          .containsExactly(0, -0f, 1, -2.5f, 0x1.9ap-4f, EDGES[5], EDGES[6], 0x1.aep-24f, 65536);
      assertThat(file.readDoubles("bf16")[4]).isEqualTo(0x1.9ap-4);
      assertThat(file.readFloats("number")).containsExactly(7.5f);
      assertThat(file.readFloats("empty")).isEmpty();
    }
  }

  @Test
  void readsIntegersOfEveryType() throws Exception {
    try (SafetensorsFile file = SafetensorsFile.open(golden())) {
      assertThat(file.readLongs("bool")).containsExactly(1, 0, 1);
      assertThat(file.readLongs("u8")).containsExactly(0, 1, 255);
      assertThat(file.readLongs("i8")).containsExactly(-128, -1, 0, 127);
      assertThat(file.readLongs("u16")).containsExactly(0, 1, 65535);
      assertThat(file.readLongs("i16")).containsExactly(-32768, -1, 0, 32767);
      assertThat(file.readLongs("u32")).containsExactly(0, 1, 4294967295L);
      assertThat(file.readLongs("i32"))
          .containsExactly(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
      assertThat(file.readLongs("u64")).containsExactly(0, 1, Long.MAX_VALUE);
      assertThat(file.readLongs("i64")).containsExactly(Long.MIN_VALUE, -1, 0, Long.MAX_VALUE);
      assertThat(file.readLongs("名前/..")).containsExactly(1);
    }
  }

  @Test
  void readsShapesAndMetadata() throws Exception {
    try (SafetensorsFile file = SafetensorsFile.open(golden())) {
      assertThat(file.path()).isEqualTo(golden());
      assertThat(file.metadata()).isEqualTo(Map.of("origin", "Python \"safetensors\""));
      assertThat(file.info("f32"))
          .isEqualTo(new TensorInfo("f32", ElementType.F32, List.of(3L, 3L), 96, 132));
      assertThat(file.info("number").shape()).isEmpty();
      assertThat(file.info("number").elements()).isEqualTo(1);
      assertThat(file.info("empty").shape()).containsExactly(0L, 4L);
      assertThat(file.names()).startsWith("u64", "i64", "名前/..").endsWith("u8", "bool");
    }
  }

  /**
   * What that library reads is what it writes: the same bytes from both are the other direction.
   */
  @Test
  void writesTheSameBytes() throws Exception {
    Path path = folder.resolve("ours.safetensors");
    SafetensorsWriter.create()
        .metadata("origin", "Python \"safetensors\"")
        .add("u64", ElementType.U64, List.of(3L), new long[] {0, 1, Long.MAX_VALUE})
        .add("i64", ElementType.I64, List.of(4L), signed(64))
        .add("名前/..", ElementType.I64, List.of(1L), new long[] {1})
        .add("f64", ElementType.F64, List.of(2L, 2L), DOUBLES)
        .add("empty", ElementType.F32, List.of(0L, 4L), new float[0])
        .add("f32", ElementType.F32, List.of(3L, 3L), EDGES)
        .add("number", ElementType.F32, List.of(), new float[] {7.5f})
        .add("u32", ElementType.U32, List.of(3L), new long[] {0, 1, 4294967295L})
        .add("i32", ElementType.I32, List.of(4L), signed(32))
        .add("bf16", ElementType.BF16, List.of(9L), EDGES)
        .add("f16", ElementType.F16, List.of(9L), EDGES)
        .add("u16", ElementType.U16, List.of(3L), new long[] {0, 1, 65535})
        .add("i16", ElementType.I16, List.of(4L), signed(16))
        .add("i8", ElementType.I8, List.of(4L), signed(8))
        .add("u8", ElementType.U8, List.of(3L), new long[] {0, 1, 255})
        .add("bool", ElementType.BOOL, List.of(3L), new long[] {1, 0, 1})
        .write(path);
    assertThat(path).hasSameBinaryContentAs(golden());
    assertThat(Files.size(path)).isEqualTo(1232);
  }

  private static long[] signed(int bits) {
    long high = Long.MAX_VALUE >>> (64 - bits);
    return new long[] {-high - 1, -1, 0, high};
  }
}
