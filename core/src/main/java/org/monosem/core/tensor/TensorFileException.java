package org.monosem.core.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of tensors that cannot be read: it is damaged, holds what is refused, or lacks what was
 * asked of it. The message is one line, {@code file: where: rule, got value}.
 */
public final class TensorFileException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 200;

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
    String text = String.valueOf(value);
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(
            c -> {
              if (isPlain(c)) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > SHOWN ? line + "..." : line.toString();
  }

  private static boolean isPlain(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
