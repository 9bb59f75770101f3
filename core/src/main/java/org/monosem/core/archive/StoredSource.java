package org.monosem.core.archive;

import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import org.monosem.core.tensor.ByteSource;

/** A stored entry, whose CRC-32 is checked before anything is read from it. */
final class StoredSource implements ByteSource {
  private static final int PIECE = 1 << 16;

  private final Path path;
  private final ZipEntryInfo entry;
  private final ByteSource raw;
  private boolean checked;

  StoredSource(Path path, ZipEntryInfo entry, ByteSource raw) {
    this.path = path;
    this.entry = entry;
    this.raw = raw;
    this.checked = entry.crc() == 0;
  }

  @Override
  public long length() {
    return raw.length();
  }

  @Override
  public void read(long position, byte[] into, int offset, int count) {
    check();
    raw.read(position, into, offset, count);
  }

  private synchronized void check() {
    if (checked) {
      return;
    }
    CRC32 crc = new CRC32();
    byte[] piece = new byte[(int) Math.min(PIECE, length())];
    for (long done = 0; done < length(); done += piece.length) {
      int count = (int) Math.min(piece.length, length() - done);
      raw.read(done, piece, 0, count);
      crc.update(piece, 0, count);
    }
    requireCrc(path, entry, crc);
    checked = true;
  }

  static void requireCrc(Path path, ZipEntryInfo entry, CRC32 crc) {
    if (crc.getValue() != entry.crc()) {
      throw ZipArchive.broken(
          path,
          entry,
          String.format(
              Locale.ROOT, "damaged: expected CRC-32 %08x, got %08x", entry.crc(), crc.getValue()));
    }
  }
}
