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

/** Views of a file, compared with the copies. */
class SafetensorsMapTest {
  private static final int ELEMENTS = 20_000;
  private static final int BYTES = ELEMENTS * Float.BYTES;

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
        .add("none", ElementType.F32, List.of(0L), new float[0])
        .add("ids", ElementType.I64, List.of(2L), new long[] {1, 2})
        .add("ramp", ElementType.F32, List.of((long) ELEMENTS), ramp)
        .write(path);
  }

  @Test
  void showsTheBytesThatAreCopied() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.map("ramp", 0, BYTES)).isEqualTo(file.bytes("ramp", 0, BYTES));
      assertThat(file.map("ramp", 5001, 9999)).isEqualTo(file.bytes("ramp", 5001, 9999));
      assertThat(file.map("ids", 0, 16)).isEqualTo(file.bytes("ids", 0, 16));
      assertThat(file.map("ramp", BYTES, 0).remaining()).isZero();
      assertThat(file.map("none", 0, 0).remaining()).isZero();
    }
  }

  @Test
  void handsOutReadOnlyLittleEndianViews() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      ByteBuffer view = file.map("ids", 8, 8);
      assertThat(view.isDirect()).isTrue();
      assertThat(view.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(view.getLong(0)).isEqualTo(2);
      assertThatThrownBy(() -> view.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }
  }

  @Test
  void refusesRangesOutsideTheTensor() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (long from : new long[] {-1, 9, 17, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> file.map("ids", from, 8))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> file.map("ids", 0, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> file.map("W_enc", 0, 0))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("tensor \"W_enc\" must be there");
    }
  }

  @Test
  void refusesViewsWhenClosedAndKeepsEarlierOnes() {
    SafetensorsFile file = SafetensorsFile.open(path);
    ByteBuffer before = file.map("ids", 0, 16);
    file.close();
    assertThatThrownBy(() -> file.map("ids", 0, 16))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(path + " is closed");
    assertThat(before.getLong(8)).isEqualTo(2);
  }

  @Test
  void noticesAFileCutShortWhileOpen() throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path);
        RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
      long length = raw.length();
      raw.setLength(length - 1);
      assertThatThrownBy(() -> file.map("ramp", 0, BYTES))
          .isInstanceOf(SafetensorsException.class)
          .hasMessage(
              "%s: file must keep its %d bytes while open, got %d", path, length, length - 1);
      assertThat(file.map("ids", 0, 16).getLong(0)).isEqualTo(1);
    }
  }

  @Test
  void mapsInAnInterruptedThread() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      Thread.currentThread().interrupt();
      ByteBuffer view = file.map("ids", 0, 16);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(view.getLong(8)).isEqualTo(2);
      assertThat(file.readLongs("ids")).containsExactly(1, 2);
    }
  }

  @Test
  void servesSeveralThreads() {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      boolean right =
          IntStream.range(0, 100)
              .parallel()
              .allMatch(i -> file.map("ramp", i * 400L, 400).getFloat(396) == i * 100f + 99);
      assertThat(right).isTrue();
    }
  }
}
