package org.monosem.harvest.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * An activation cache that cannot be opened, read or written as asked. The message is one line,
 * {@code file: the rule that is broken, with the values seen}.
 */
public final class CacheException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  CacheException(Path file, String problem) {
    this(file, problem, new IOException(problem));
  }

  CacheException(Path file, String problem, IOException cause) {
    super(file + ": " + problem, cause);
  }
}
