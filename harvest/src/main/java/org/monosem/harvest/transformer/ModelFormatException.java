package org.monosem.harvest.transformer;

import java.nio.file.Path;
import org.monosem.core.json.MalformedJsonException;

/**
 * A model folder or a checkpoint that cannot be used: something is missing, of the wrong shape, or
 * not supported. The message is one line, {@code file: what is wrong}.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelFormatException(Path file, String message) {
    super(file + ": " + message);
  }

  ModelFormatException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }

  /** The cause's message names the file already. */
  ModelFormatException(MalformedJsonException cause) {
    super(cause.getMessage(), cause);
  }
}
