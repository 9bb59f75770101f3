package org.monosem.core.archive;

import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.monosem.core.tensor.ByteSource;

/** A compressed entry, inflated as it is read; reading backwards starts it over. */
final class InflatedSource implements ByteSource, AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final Path path;
  private final ZipEntryInfo entry;
  private final ByteSource raw;
  private final CRC32 crc = new CRC32();
  private @Nullable Inflater inflater;
  private long taken;
  private long given;

  InflatedSource(Path path, ZipEntryInfo entry, ByteSource raw) {
    this.path = path;
    this.entry = entry;
    this.raw = raw;
  }

  @Override
  public long length() {
    return entry.size();
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public synchronized void read(long position, byte[] into, int offset, int count) {
    Objects.checkFromIndexSize(position, count, length());
    Inflater stream = inflater;
    if (stream == null || position < given) {
      close();
      stream = start();
    }
    byte[] skipped = new byte[(int) Math.min(PIECE, position - given)];
    while (given < position) {
      inflate(stream, skipped, 0, (int) Math.min(skipped.length, position - given));
    }
    inflate(stream, into, offset, count);
    if (given == length()) {
      finish(stream);
    }
  }

  private Inflater start() {
    Inflater stream = new Inflater(true);
    inflater = stream;
    taken = 0;
    given = 0;
    crc.reset();
    return stream;
  }

  private void inflate(Inflater stream, byte[] into, int offset, int count) {
    for (int done = 0; done < count; ) {
      int made = some(stream, into, offset + done, count - done);
      if (made == 0 && stream.finished()) {
        throw broken("expected " + length() + " bytes, got " + given);
      }
      crc.update(into, offset + done, made);
      done += made;
      given += made;
    }
  }

  /** Inflates at least one byte, unless the stream has ended. */
  private int some(Inflater stream, byte[] into, int offset, int count) {
    try {
      int made = stream.inflate(into, offset, count);
      while (made == 0 && !stream.finished()) {
        if (stream.needsDictionary()) {
          throw broken("expected no preset dictionary, got one");
        }
        feed(stream);
        made = stream.inflate(into, offset, count);
      }
      return made;
    } catch (DataFormatException e) {
      throw broken("expected a deflate stream, got " + e.getMessage());
    }
  }

  private void feed(Inflater stream) {
    if (taken == raw.length()) {
      throw broken("expected " + length() + " bytes, got an early end after " + given);
    }
    byte[] piece = new byte[(int) Math.min(PIECE, raw.length() - taken)];
    raw.read(taken, piece, 0, piece.length);
    taken += piece.length;
    stream.setInput(piece);
  }

  /** Checks that the stream ends where the entry does, and frees it. */
  private void finish(Inflater stream) {
    byte[] surplus = new byte[1];
    if (!stream.finished() && some(stream, surplus, 0, 1) > 0) {
      throw broken("expected " + length() + " bytes, got more");
    }
    if (entry.crc() != 0) {
      StoredSource.requireCrc(path, entry, crc);
    }
    close();
  }

  private RuntimeException broken(String problem) {
    return ZipArchive.broken(path, entry, problem);
  }

  /** Frees the stream; the next read starts it over. */
  @Override
  public synchronized void close() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }
}
