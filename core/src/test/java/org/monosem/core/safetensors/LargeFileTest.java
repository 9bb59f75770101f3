package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sparse file: five gigabytes by its length, a few blocks on the disk. */
class LargeFileTest {
  private static final long BYTES = 5_000_000_000L;

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("large.safetensors");
    String header =
        "{"
            + RawFile.entry("b", "\"U8\"", "[" + BYTES + "]", "[0," + BYTES + "]")
            + ","
            + RawFile.f32("f", "[2]", "[" + BYTES + "," + (BYTES + 8) + "]")
            + "}";
    byte[] start = RawFile.of(header.getBytes(StandardCharsets.UTF_8), 0);
    try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
      raw.write(start);
      raw.setLength(start.length + BYTES + 8);
      raw.seek(start.length + 3_000_000_000L);
      raw.write(42);
      raw.seek(start.length + BYTES + 4);
      raw.writeInt(Integer.reverseBytes(Float.floatToIntBits(1.5f)));
    }
  }

  @Test
  void readsBeyondTwoGigabytes() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.info("b").elements()).isEqualTo(BYTES);
      assertThat(file.bytes("b", 2_999_999_999L, 3))
          .isEqualTo(ByteBuffer.wrap(new byte[] {0, 42, 0}));
      assertThat(file.readFloats("f")).containsExactly(0, 1.5f);
      assertThatThrownBy(() -> file.readLongs("b"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining(
              "must fit a Java array to be read at once, got 5000000000 elements");
    }
  }

  @Test
  void mapsBeyondTwoGigabytes() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.map("b", 2_999_999_999L, 3))
          .isEqualTo(ByteBuffer.wrap(new byte[] {0, 42, 0}));
      assertThat(file.map("f", 4, 4).getFloat(0)).isEqualTo(1.5f);
    }
  }

  @Test
  void mapsTwoGigabytesAtOnce() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      ByteBuffer view = file.map("b", 1_000_000_000L, Integer.MAX_VALUE);
      assertThat(view.get(2_000_000_000)).isEqualTo((byte) 42);
      assertThat(view.get(Integer.MAX_VALUE - 1)).isZero();
    }
  }
}
