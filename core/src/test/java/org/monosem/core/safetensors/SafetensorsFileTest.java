package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private static final int ELEMENTS = 300_000;

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void write() {
    path = folder.resolve("file.safetensors");
    float[] ramp = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      ramp[i] = i;
    }
    SafetensorsWriter.create()
        .add("ramp", ElementType.F32, List.of(3L, ELEMENTS / 3L), ramp)
        .add("ids", ElementType.U64, List.of(2L), new long[] {1, 2})
        .write(path);
  }

  @Test
  void readsParts() {
    float[] into = new float[150_004];
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      file.readFloats("ramp", 100_001, into, 2, 150_000);
      file.readFloats("ramp", ELEMENTS, into, into.length, 0);
    }
    assertThat(into).startsWith(0, 0, 100_001, 100_002).endsWith(250_000, 0, 0);
  }

  @Test
  void refusesPartsOutsideTheTensorOrTheArray() {
    float[] into = new float[10];
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThatThrownBy(() -> file.readFloats("ramp", ELEMENTS - 9, into, 0, 10))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> file.readFloats("ramp", -1, into, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> file.readFloats("ramp", 0, into, 1, 10))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> file.bytes("ids", 9, 8))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void handsOutBytesReadOnlyAndLittleEndian() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      ByteBuffer bytes = file.bytes("ids", 8, 8);
      assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(bytes.remaining()).isEqualTo(8);
      assertThat(bytes.getLong(0)).isEqualTo(2);
      assertThatThrownBy(() -> bytes.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }
  }

  @Test
  void namesWhatIsMissingOrOfAnotherKind() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.contains("W_enc")).isFalse();
      assertThatThrownBy(() -> file.readFloats("W_enc"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessage(path + ": tensor \"W_enc\" must be there, got only [ids, ramp]");
      assertThatThrownBy(() -> file.readFloats("ids"))
          .hasMessage(path + ": tensor \"ids\" must hold floating-point numbers, got U64");
      assertThatThrownBy(() -> file.readDoubles("ids"))
          .hasMessageContaining("must hold floating-point numbers, got U64");
      assertThatThrownBy(() -> file.readLongs("ramp"))
          .hasMessageContaining("tensor \"ramp\" must hold integers, got F32");
    }
  }

  @Test
  void refusesUnsignedValuesAboveALong() throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path);
        RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
      // U64 stands before F32, so its last byte lies before the ramp.
      raw.seek(raw.length() - 4L * ELEMENTS - 1);
      raw.write(0x80);
      assertThatThrownBy(() -> file.readLongs("ids"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("must hold values up to 2^63-1, got 9223372036854775810");
    }
  }

  @Test
  void refusesReadsWhenClosed() {
    SafetensorsFile file = SafetensorsFile.open(path);
    file.close();
    file.close();
    assertThat(file.names()).containsExactly("ids", "ramp");
    assertThatThrownBy(() -> file.readFloats("ramp"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(path + " is closed");
    assertThatThrownBy(() -> file.readLongs("ids")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.bytes("ids", 0, 8)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noticesAFileCutShortWhileOpen() throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path);
        RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
      long length = raw.length();
      raw.setLength(length - ELEMENTS);
      assertThatThrownBy(() -> file.readFloats("ramp"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessage(
              "%s: file must keep its %d bytes while open, got %d",
              path, length, length - ELEMENTS);
      assertThat(file.readLongs("ids")).containsExactly(1, 2);
    }
  }

  @Test
  void readsOnInAnInterruptedThread() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      Thread.currentThread().interrupt();
      assertThat(file.readLongs("ids")).containsExactly(1, 2);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.readLongs("ids")).containsExactly(1, 2);
    }
  }

  @Test
  void servesSeveralThreads() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      boolean right =
          IntStream.range(0, 200)
              .parallel()
              .allMatch(
                  i -> {
                    float[] into = new float[1000];
                    file.readFloats("ramp", i * 1000L, into, 0, 1000);
                    return into[0] == i * 1000f && into[999] == i * 1000f + 999;
                  });
      assertThat(right).isTrue();
    }
  }
}
