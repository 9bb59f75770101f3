package org.monosem.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  @TempDir private Path folder;

  @Test
  void imagesAndLabelsAreRead() throws IOException {
    DigitImages found = IdxFile.read(images("images", 2), labels("labels", 7, 0));
    assertThat(found.size()).isEqualTo(2);
    assertThat(found.label(0)).isEqualTo(7);
    assertThat(found.pixel(1, 5)).isEqualTo((784 + 5) % 256);
    assertThat(found.pixel(0, 255)).isEqualTo(255);
    assertThat(found.from(1, 2).pixel(0, 5)).isEqualTo(found.pixel(1, 5));
    assertThat(found.from(1, 2).label(0)).isZero();
    assertThatThrownBy(() -> found.from(1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: expected a range within 2, got 1 to 3");
  }

  @Test
  void compressedFilesAreReadTheSame() throws IOException {
    DigitImages found = IdxFile.read(images("images.gz", 2), labels("labels.gz", 7, 0));
    assertThat(found.pixel(1, 783)).isEqualTo((2 * 784 - 1) % 256);
    assertThat(found.label(1)).isZero();
  }

  @Test
  void whatIsNotOfTheFormIsRefused() throws IOException {
    Path images = images("images", 2);
    Path labels = labels("labels", 1, 2);
    refused(
        labels, labels, labels + ": expected an IDX file that begins with 00000803, got 00000801");
    refused(
        images,
        labels("one", 1),
        "expected 784 pixels for each of 1 labels, at least one, got 1568");
    refused(images, labels("wrong", 1, 10), "labels: expected digits from 0 to 9, got 10");
    Path cut = folder.resolve("cut");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(images), 500));
    refused(cut, labels, cut + ": expected 1568 bytes behind the header");
    Files.write(cut, new byte[] {0, 0, 8});
    refused(cut, labels, cut + ": ends before what its header announces");
    ByteBuffer small = ByteBuffer.allocate(16).putInt(0x0803).putInt(1).putInt(20).putInt(20);
    Files.write(cut, small.array());
    refused(cut, labels, cut + ": expected images of 28 by 28, got a side of 20");
    ByteBuffer huge =
        ByteBuffer.allocate(16).putInt(0x0803).putInt(99_999_999).putInt(28).putInt(28);
    Files.write(cut, huge.array());
    refused(cut, labels, cut + ": announces 78399999216 bytes, more than can be read");
  }

  private static void refused(Path images, Path labels, String message) {
    assertThatThrownBy(() -> IdxFile.read(images, labels))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(message);
  }

  private Path images(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 784);
    bytes.putInt(0x0803).putInt(count).putInt(28).putInt(28);
    for (int i = 0; i < count * 784; i++) {
      bytes.put((byte) i);
    }
    return written(name, bytes.array());
  }

  private Path labels(String name, int... labels) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return written(name, bytes.array());
  }

  private Path written(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(bytes);
    }
    return file;
  }
}
