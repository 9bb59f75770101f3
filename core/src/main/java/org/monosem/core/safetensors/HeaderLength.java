package org.monosem.core.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The first part of a file: the length of the header, checked before the header is looked at. */
final class HeaderLength {
  private HeaderLength() {}

  /**
   * Returns the header's length in bytes, once it is known to lie in the file and to begin well.
   */
  static long read(Path path, FileBytes file) {
    if (file.length() < Long.BYTES) {
      throw new SafetensorsException(
          path, "file must begin with 8 bytes of header length", file.length() + " bytes");
    }
    long length = field(file);
    if (length < 0 || length > HeaderRules.MAX_HEADER_BYTES) {
      throw new SafetensorsException(
          path,
          "header length must be at most " + HeaderRules.MAX_HEADER_BYTES,
          Long.toUnsignedString(length));
    }
    if (length > file.length() - Long.BYTES) {
      throw new SafetensorsException(
          path,
          "header must lie in the file of " + file.length() + " bytes",
          length + " bytes of header");
    }
    requireBrace(path, file, length);
    return length;
  }

  private static long field(FileBytes file) {
    byte[] field = new byte[Long.BYTES];
    file.read(0, field, 0, field.length);
    return ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static void requireBrace(Path path, FileBytes file, long length) {
    byte[] first = new byte[(int) Math.min(1, length)];
    file.read(Long.BYTES, first, 0, first.length);
    if (first.length == 0 || first[0] != '{') {
      String found = first.length == 0 ? "nothing" : "byte " + first[0];
      throw new SafetensorsException(path, "header must begin with {", found);
    }
  }
}
