package org.monosem.core.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.tensor.TensorFileException;

/** The central directory of a zip archive, record by record (APPNOTE.TXT 4.3.12, 4.5.3). */
final class ZipDirectory {
  private static final int RECORD = 0x02014b50;
  private static final int RECORD_BYTES = 46;
  private static final int ZIP64_FIELD = 1;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final long IN_ZIP64 = 0xFFFFFFFFL;

  private final Path path;
  private final ByteBuffer bytes;

  private ZipDirectory(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads all records; their names are unique. */
  static Map<String, ZipEntryInfo> read(FileSource file, ZipEnd end) {
    byte[] bytes = new byte[(int) end.length()];
    file.read(end.begin(), bytes, 0, bytes.length);
    ZipDirectory directory = new ZipDirectory(file.path(), bytes);
    Map<String, ZipEntryInfo> entries = new LinkedHashMap<>();
    while (directory.bytes.hasRemaining()) {
      ZipEntryInfo entry = directory.next();
      if (entries.put(entry.name(), entry) != null) {
        throw directory.broken("expected each name once, got " + shown(entry.name()) + " twice");
      }
    }
    if (entries.size() != end.entries()) {
      throw directory.broken("expected " + end.entries() + " entries, got " + entries.size());
    }
    return entries;
  }

  private ZipEntryInfo next() {
    int at = bytes.position();
    if (bytes.remaining() < RECORD_BYTES || bytes.getInt(at) != RECORD) {
      throw broken("expected a record at its byte " + at + ", got something else");
    }
    int nameBytes = bytes.getShort(at + 28) & 0xFFFF;
    int extraBytes = bytes.getShort(at + 30) & 0xFFFF;
    int whole = RECORD_BYTES + nameBytes + extraBytes + (bytes.getShort(at + 32) & 0xFFFF);
    if (bytes.remaining() < whole) {
      throw broken("expected a record of " + whole + " bytes, got " + bytes.remaining());
    }
    String name = new String(bytes.array(), at + RECORD_BYTES, nameBytes, StandardCharsets.UTF_8);
    ByteBuffer extra =
        bytes.slice(at + RECORD_BYTES + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(at + whole);
    return entry(name, at, extra);
  }

  private ZipEntryInfo entry(String name, int at, ByteBuffer extra) {
    int method = bytes.getShort(at + 10) & 0xFFFF;
    if ((bytes.getShort(at + 8) & ENCRYPTED) != 0) {
      throw broken("entry " + shown(name) + " is encrypted, which is refused");
    } else if (method != STORED && method != DEFLATED) {
      throw broken(
          "entry " + shown(name) + ": expected it stored or deflated, got method " + method);
    }
    long crc = bytes.getInt(at + 16) & 0xFFFFFFFFL;
    boolean hasWide = seekZip64(extra);
    // In this order, and only those whose place in the record is full.
    long size = wide(extra, hasWide, bytes.getInt(at + 24));
    long compressed = wide(extra, hasWide, bytes.getInt(at + 20));
    long header = wide(extra, hasWide, bytes.getInt(at + 42));
    if (size < 0 || compressed < 0 || header < 0) {
      throw broken("entry " + shown(name) + ": expected sizes up to 2^63-1, got larger ones");
    }
    return new ZipEntryInfo(name, method == DEFLATED, crc, compressed, size, header);
  }

  /** Narrows the extra fields to the zip64 one; returns whether there is one. */
  private static boolean seekZip64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int kind = extra.getShort() & 0xFFFF;
      int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
      if (kind == ZIP64_FIELD) {
        extra.limit(extra.position() + length);
        return true;
      }
      extra.position(extra.position() + length);
    }
    return false;
  }

  private static long wide(ByteBuffer extra, boolean hasWide, int narrow) {
    long value = narrow & 0xFFFFFFFFL;
    boolean inExtra = value == IN_ZIP64 && hasWide && extra.remaining() >= Long.BYTES;
    return inExtra ? extra.getLong() : value;
  }

  private TensorFileException broken(String problem) {
    return new TensorFileException(path, "central directory: " + problem);
  }

  private static String shown(String name) {
    return TensorFileException.shown(name);
  }
}
