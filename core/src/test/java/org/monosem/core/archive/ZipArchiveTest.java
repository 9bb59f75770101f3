package org.monosem.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.TensorFileException;

/** Archives that tell the truth, and archives that lie. */
class ZipArchiveTest {
  private static final int RECORD = 0x02014b50;
  private static final byte[] FIRST = "the first entry, stored".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SECOND = new byte[200_000];

  static {
    for (int i = 0; i < SECOND.length; i++) {
      SECOND[i] = (byte) ((i * i) >> 7);
    }
  }

  @TempDir Path folder;

  @Test
  void readsStoredAndDeflatedAtAnyPlace() throws IOException {
    try (FileSource file = FileSource.open(write(zip()));
        ZipArchive archive = ZipArchive.of(file)) {
      assertThat(archive.names()).containsExactly("a1", "a2");
      assertThat(archive.bytes("a1", 100)).isEqualTo(FIRST);
      ByteSource second = archive.source("a2");
      assertThat(second.isSequential()).isTrue();
      for (int position : new int[] {0, 150_000, 10, 199_990, 70_000}) {
        byte[] part = new byte[10];
        second.read(position, part, 0, 10);
        assertThat(part).isEqualTo(Arrays.copyOfRange(SECOND, position, position + 10));
      }
      assertThat(archive.bytes("a2", SECOND.length)).isEqualTo(SECOND);
      assertThat(archive.size("a2")).isEqualTo(SECOND.length);
      assertThat(archive.size("a3")).isEqualTo(-1);
    }
  }

  @Test
  void refusesABombBeforeInflatingIt() throws IOException {
    byte[] zeros = new byte[1 << 25];
    refuses(
        bytes(zip -> put(zip, "a1", zeros, ZipEntry.DEFLATED)),
        "entry a1: expected at most 100 times its ");
  }

  @Test
  void refusesMoreOrFewerBytesThanClaimed() throws IOException {
    byte[] less = zip();
    record(less, 1).putInt(24, SECOND.length - 1);
    refuses(less, "entry a2: expected 199999 bytes, got more");
    byte[] more = zip();
    record(more, 1).putInt(24, SECOND.length + 1);
    refuses(more, "entry a2: expected 200001 bytes, got 200000");
    byte[] stored = zip();
    record(stored, 0).putInt(24, 1_000_000);
    refuses(stored, "entry a1: stored, expected its two sizes equal, got ");
  }

  @Test
  void refusesDamage() throws IOException {
    byte[] first = zip();
    first[40] ^= 1;
    refuses(first, "entry a1: damaged: expected CRC-32 ");
    byte[] second = zip();
    record(second, 1).putInt(16, 12345);
    refuses(second, "entry a2: damaged: expected CRC-32 00003039, got ");
  }

  @Test
  void readsWhatHasNoCrc() throws IOException {
    byte[] zip = zip();
    record(zip, 0).putInt(16, 0);
    record(zip, 1).putInt(16, 0);
    readAll(zip);
  }

  @Test
  void refusesEntriesThatShareBytes() throws IOException {
    byte[] overlapping = zip();
    record(overlapping, 1).putInt(42, 10);
    refuses(overlapping, "entry a1: expected to end before the next at 10, got ");
    byte[] beyond = zip();
    record(beyond, 1).putInt(42, 1 << 30);
    refuses(beyond, "entry a2: expected to end before the next at ");
    byte[] twice = zip();
    record(twice, 1).put(47, (byte) '1');
    refuses(twice, "central directory: expected each name once, got a1 twice");
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    byte[] encrypted = zip();
    record(encrypted, 0).putShort(8, (short) 1);
    refuses(encrypted, "central directory: entry a1 is encrypted, which is refused");
    byte[] bzip = zip();
    record(bzip, 1).putShort(10, (short) 12);
    refuses(bzip, "central directory: entry a2: expected it stored or deflated, got method 12");
    byte[] local = zip();
    local[0] = 'X';
    refuses(local, "entry a1: expected its local header at 0, got another");
    refuses(new byte[30], "expected a zip archive, got no end of a central directory");
    refuses(new byte[0], "expected a zip archive, got no end of a central directory");
  }

  @Test
  void refusesADirectoryThatLies() throws IOException {
    byte[] begin = zip();
    end(begin).putInt(16, Integer.MAX_VALUE);
    refuses(begin, "expected a central directory of at most 67108864 bytes in the file, got ");
    byte[] count = zip();
    end(count).putShort(10, (short) 7);
    refuses(count, "central directory: expected 7 entries, got 2");
    byte[] length = zip();
    ByteBuffer end = end(length);
    end.putInt(12, end.getInt(12) - 1);
    refuses(length, "central directory: expected a record of 48 bytes, got 47");
    byte[] mark = zip();
    record(mark, 1).putInt(0, 0);
    refuses(mark, "central directory: expected a record at its byte 48, got something else");
  }

  @Test
  void namesWhatIsMissingOrTooLarge() throws IOException {
    try (FileSource file = FileSource.open(write(zip()));
        ZipArchive archive = ZipArchive.of(file)) {
      assertThatThrownBy(() -> archive.source("b\n"))
          .hasMessage(file.path() + ": expected an entry b\\u000a, got none");
      assertThatThrownBy(() -> archive.bytes("a1", 5))
          .hasMessage(file.path() + ": entry a1: expected at most 5 bytes, got 23");
    }
  }

  private void refuses(byte[] zip, String problem) {
    Path path = folder.resolve("a.zip");
    assertThatThrownBy(() -> readAll(zip))
        .isInstanceOf(TensorFileException.class)
        .hasMessageStartingWith(path + ": " + problem);
  }

  private void readAll(byte[] zip) throws IOException {
    try (FileSource file = FileSource.open(write(zip));
        ZipArchive archive = ZipArchive.of(file)) {
      for (String name : archive.names()) {
        assertThat(archive.bytes(name, 1 << 26)).hasSize((int) archive.size(name));
      }
    }
  }

  private Path write(byte[] zip) throws IOException {
    Path path = folder.resolve("a.zip");
    Files.deleteIfExists(path);
    return Files.write(path, zip);
  }

  private static byte[] zip() throws IOException {
    return bytes(
        zip -> {
          put(zip, "a1", FIRST, ZipEntry.STORED);
          put(zip, "a2", SECOND, ZipEntry.DEFLATED);
        });
  }

  private static byte[] bytes(Consumer<ZipOutputStream> content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      content.accept(zip);
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes, int method) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    try {
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a record of the central directory, to be changed. */
  private static ByteBuffer record(byte[] zip, int index) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int at = end(zip).getInt(16);
    for (int i = 0; i < index; i++) {
      assertThat(bytes.getInt(at)).isEqualTo(RECORD);
      at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30);
    }
    return bytes.slice(at, zip.length - at).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer end(byte[] zip) {
    return ByteBuffer.wrap(zip, zip.length - 22, 22).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
