package org.monosem.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A file or folder could not be written because its disk has too little room; none was kept. */
public final class DiskFullException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final long needed;
  private final long free;

  DiskFullException(Path path, long needed, long free, IOException cause) {
    super(path + ": disk full: at least " + needed + " bytes needed, " + free + " free", cause);
    this.needed = needed;
    this.free = free;
  }

  /**
   * Returns the bytes that the whole content takes, or, if unknown, those that no longer fitted.
   */
  public long needed() {
    return needed;
  }

  /** Returns the bytes that are free for this user with the temporary deleted. */
  public long free() {
    return free;
  }
}
