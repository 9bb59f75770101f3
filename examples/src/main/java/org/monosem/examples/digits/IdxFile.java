package org.monosem.examples.digits;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads the IDX files that handwritten digits come in: bytes 0, 0, 8 (unsigned bytes) and the
 * number of dimensions, each dimension as a big-endian integer, then the bytes; as they are or
 * compressed by gzip ({@code .gz}).
 */
public final class IdxFile {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;

  private IdxFile() {}

  /**
   * Reads images and their labels.
   *
   * @param images a file of 28 by 28 images
   * @param labels a file of as many digits
   * @throws UncheckedIOException if a file cannot be read, or is not of that form
   */
  public static DigitImages read(Path images, Path labels) {
    try {
      return DigitImages.of(bytes(images, IMAGES), bytes(labels, LABELS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException(images + " and " + labels + ": " + e.getMessage(), e));
    }
  }

  private static byte[] bytes(Path file, int magic) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream in = new DataInputStream(plain(file, raw))) {
      int found = in.readInt();
      if (found != magic) {
        throw new IOException(
            "%s: expected an IDX file that begins with %08x, got %08x"
                .formatted(file, magic, found));
      }
      return content(file, in, magic & 0xff);
    } catch (EOFException e) {
      throw new IOException(file + ": ends before what its header announces", e);
    }
  }

  private static byte[] content(Path file, DataInputStream in, int dims) throws IOException {
    long size = in.readInt();
    for (int dim = 1; dim < dims; dim++) {
      int side = in.readInt();
      if (side != DigitImages.SIDE) {
        throw new IOException(file + ": expected images of 28 by 28, got a side of " + side);
      }
      size *= side;
    }
    if (size < 0 || size > Integer.MAX_VALUE - 8) {
      throw new IOException(file + ": announces " + size + " bytes, more than can be read");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size || in.read() >= 0) {
      throw new IOException(file + ": expected " + size + " bytes behind the header");
    }
    return bytes;
  }

  private static InputStream plain(Path file, InputStream raw) throws IOException {
    return file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
  }
}
