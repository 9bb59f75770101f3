package org.monosem.core.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.monosem.core.tensor.TensorFileException;

/**
 * The end of a zip archive: where its central directory lies (APPNOTE.TXT 6.3.10, sections 4.3.14
 * to 4.3.16).
 *
 * @param entries how many entries the directory has
 * @param begin where it begins in the file
 * @param length its bytes
 */
record ZipEnd(long entries, long begin, long length) {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final int MAX_DIRECTORY = 1 << 26;

  /** Finds the directory. */
  static ZipEnd of(FileSource file) {
    int tail = (int) Math.min(file.length(), END_BYTES + MAX_COMMENT);
    ByteBuffer bytes = read(file, file.length() - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      boolean reachesEnd = at + END_BYTES + (bytes.getShort(at + 20) & 0xFFFF) == tail;
      if (bytes.getInt(at) == END && reachesEnd) {
        return checked(file, at(file, bytes.slice(at, END_BYTES), file.length() - tail + at));
      }
    }
    throw new TensorFileException(
        file.path(), "expected a zip archive, got no end of a central directory");
  }

  private static ZipEnd at(FileSource file, ByteBuffer unordered, long position) {
    ByteBuffer end = unordered.order(ByteOrder.LITTLE_ENDIAN);
    int entries = end.getShort(10) & 0xFFFF;
    long length = end.getInt(12) & 0xFFFFFFFFL;
    long begin = end.getInt(16) & 0xFFFFFFFFL;
    if (position >= LOCATOR_BYTES) {
      ByteBuffer locator = read(file, position - LOCATOR_BYTES, LOCATOR_BYTES);
      if (locator.getInt(0) == LOCATOR) {
        return end64(file, locator.getLong(8));
      }
    }
    return new ZipEnd(entries, begin, length);
  }

  private static ZipEnd end64(FileSource file, long position) {
    if (position < 0 || position > file.length() - END64_BYTES) {
      throw new TensorFileException(
          file.path(), "expected a zip64 end within the file, got one at " + position);
    }
    ByteBuffer end = read(file, position, END64_BYTES);
    if (end.getInt(0) != END64) {
      throw new TensorFileException(
          file.path(), "expected a zip64 end at " + position + ", got something else");
    }
    return new ZipEnd(end.getLong(32), end.getLong(48), end.getLong(40));
  }

  private static ZipEnd checked(FileSource file, ZipEnd end) {
    boolean within = end.begin >= 0 && end.length >= 0 && end.length <= file.length() - end.begin;
    if (!within || end.length > MAX_DIRECTORY || end.entries < 0) {
      throw new TensorFileException(
          file.path(),
          "expected a central directory of at most "
              + MAX_DIRECTORY
              + " bytes in the file, got "
              + end);
    }
    return end;
  }

  private static ByteBuffer read(FileSource file, long position, int count) {
    byte[] bytes = new byte[count];
    file.read(position, bytes, 0, count);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
