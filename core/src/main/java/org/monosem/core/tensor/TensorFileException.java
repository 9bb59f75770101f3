package org.monosem.core.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.monosem.core.safetensors.SafetensorsException;

/**
 * A file of tensors that cannot be read: it is damaged, holds what is refused, or lacks what was
 * asked of it. The message is one line, {@code file: where: rule, got value}.
 */
public final class TensorFileException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final String file;

  /**
   * An exception for a file.
   *
   * @param problem what is wrong, with the place, the rule and the value
   */
  public TensorFileException(Path file, String problem) {
    super(file + ": " + problem, new IOException(problem));
    this.file = file.toString();
  }

  /** An exception for a failure of the file system. */
  public TensorFileException(Path file, IOException cause) {
    super(file + ": must be readable, got " + cause, cause);
    this.file = file.toString();
  }

  /** Returns the file. */
  public Path file() {
    return Path.of(file);
  }

  /** Makes text from a foreign file safe to print in one line: cut, control characters escaped. */
  public static String shown(Object value) {
    return SafetensorsException.shown(value);
  }
}
