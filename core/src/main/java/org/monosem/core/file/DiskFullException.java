package org.monosem.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A file could not be written because its disk has too little room; nothing of it was kept. */
public final class DiskFullException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final long needed;
  private final long free;

  DiskFullException(Path path, long needed, long free, IOException cause) {
    super(path + ": disk full: " + needed + " bytes needed, " + free + " free", cause);
    this.needed = needed;
    this.free = free;
  }

  /** Returns the bytes that were still to be written when the room ran out. */
  public long needed() {
    return needed;
  }

  /** Returns the bytes that were free then, for this user. */
  public long free() {
    return free;
  }
}
