package org.monosem.core.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.TensorFileException;

/**
 * A zip archive (stored and deflated entries, zip64) whose claims are checked before they are
 * believed.
 *
 * <p>Opening checks the central directory against the file: unique names, every entry within the
 * file, none overlapping another. A compressed entry of more than 16 MiB that claims more than 100
 * times its compressed bytes is refused: weights do not compress so. No entry gives more or fewer
 * bytes than it claims, and its CRC-32 is checked when it is first read (a compressed one's, when
 * it is read to its end), unless the writer left the field 0, as PyTorch does on demand.
 */
public final class ZipArchive implements AutoCloseable {
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final long FREE_SIZE = 1 << 24;
  private static final long MAX_RATIO = 100;

  private final FileSource file;
  private final Map<String, ZipEntryInfo> entries;
  private final Map<String, ByteSource> sources = new HashMap<>();
  private final List<InflatedSource> inflated = new ArrayList<>();

  private ZipArchive(FileSource file, Map<String, ZipEntryInfo> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Reads the directory of an open file, which the archive does not own.
   *
   * @throws TensorFileException if it is no archive, or breaks a rule
   */
  public static ZipArchive of(FileSource file) {
    ZipEnd end = ZipEnd.of(file);
    ZipArchive archive = new ZipArchive(file, ZipDirectory.read(file, end));
    archive.requireApart(end.begin());
    return archive;
  }

  /** Returns the file. */
  public Path path() {
    return file.path();
  }

  /** Returns the names of the entries, in the order of the directory. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Returns how many bytes an entry claims to have; -1 if there is none of this name. */
  public long size(String name) {
    ZipEntryInfo entry = entries.get(name);
    return entry == null ? -1 : entry.size();
  }

  /**
   * Returns the bytes of an entry, nothing of which is read yet.
   *
   * @throws TensorFileException if there is no such entry, or it claims too much
   */
  public synchronized ByteSource source(String name) {
    return sources.computeIfAbsent(name, key -> open(entry(key)));
  }

  /**
   * Returns the bytes of an entry without a check of their CRC-32, for a look at their start.
   *
   * @throws TensorFileException if there is no such entry, or it claims too much
   */
  public ByteSource unchecked(String name) {
    ZipEntryInfo entry = entry(name);
    return entry.deflated() ? source(name) : file.slice(dataStart(entry), entry.compressed());
  }

  /**
   * Reads a small entry whole.
   *
   * @param most how many bytes it may have
   * @throws TensorFileException if there is no such entry, or it is larger
   */
  public byte[] bytes(String name, int most) {
    ZipEntryInfo entry = entry(name);
    if (entry.size() > most) {
      throw broken(entry, "expected at most " + most + " bytes, got " + entry.size());
    }
    byte[] bytes = new byte[(int) entry.size()];
    source(name).read(0, bytes, 0, bytes.length);
    return bytes;
  }

  /** Frees what reading compressed entries needs; the file stays open. */
  @Override
  public synchronized void close() {
    inflated.forEach(InflatedSource::close);
  }

  private ByteSource open(ZipEntryInfo entry) {
    ByteSource raw = file.slice(dataStart(entry), entry.compressed());
    if (!entry.deflated()) {
      return new StoredSource(path(), entry, raw);
    }
    if (entry.size() > FREE_SIZE && entry.size() / MAX_RATIO > entry.compressed()) {
      throw broken(
          entry,
          String.format(
              Locale.ROOT,
              "expected at most %d times its %d compressed bytes, got %d",
              MAX_RATIO,
              entry.compressed(),
              entry.size()));
    }
    InflatedSource source = new InflatedSource(path(), entry, raw);
    inflated.add(source);
    return source;
  }

  /** Returns where the bytes of an entry begin: its local header may be longer than the record. */
  private long dataStart(ZipEntryInfo entry) {
    byte[] local = new byte[LOCAL_BYTES];
    file.read(entry.header(), local, 0, LOCAL_BYTES);
    ByteBuffer header = ByteBuffer.wrap(local).order(ByteOrder.LITTLE_ENDIAN);
    boolean deflated = header.getShort(8) != 0;
    if (header.getInt(0) != LOCAL || deflated != entry.deflated()) {
      throw broken(entry, "expected its local header at " + entry.header() + ", got another");
    }
    long start =
        entry.header()
            + LOCAL_BYTES
            + (header.getShort(26) & 0xFFFF)
            + (header.getShort(28) & 0xFFFF);
    if (start > file.length() - entry.compressed()) {
      throw broken(
          entry, "expected " + entry.compressed() + " bytes in the file, got a shorter rest");
    }
    return start;
  }

  /** Refuses entries that share bytes with others or with the directory. */
  private void requireApart(long directory) {
    List<ZipEntryInfo> inOrder = new ArrayList<>(entries.values());
    inOrder.sort(Comparator.comparingLong(ZipEntryInfo::header));
    for (int i = 0; i < inOrder.size(); i++) {
      ZipEntryInfo entry = inOrder.get(i);
      long next = i + 1 < inOrder.size() ? inOrder.get(i + 1).header() : directory;
      if (entry.header() > next - LOCAL_BYTES
          || entry.compressed() > next - LOCAL_BYTES - entry.header()) {
        throw broken(entry, "expected to end before the next at " + next + ", got " + entry);
      } else if (!entry.deflated() && entry.size() != entry.compressed()) {
        throw broken(entry, "stored, expected its two sizes equal, got " + entry);
      }
    }
  }

  private ZipEntryInfo entry(String name) {
    ZipEntryInfo entry = entries.get(name);
    if (entry == null) {
      throw new TensorFileException(
          path(), "expected an entry " + TensorFileException.shown(name) + ", got none");
    }
    return entry;
  }

  private TensorFileException broken(ZipEntryInfo entry, String problem) {
    return broken(path(), entry, problem);
  }

  static TensorFileException broken(Path path, ZipEntryInfo entry, String problem) {
    String name = TensorFileException.shown(entry.name());
    return new TensorFileException(
        path, "entry " + name + ": " + TensorFileException.shown(problem));
  }
}
