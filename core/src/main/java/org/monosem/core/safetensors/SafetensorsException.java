package org.monosem.core.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A safetensors file that cannot be read: it breaks a rule of the format, or lacks what was asked
 * of it. The message is one line, {@code file: rule, got value}.
 */
public final class SafetensorsException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 200;

  private final String file;
  private final String rule;
  private final String value;

  SafetensorsException(Path file, String rule, Object value) {
    this(file, rule, shown(value), new IOException(rule));
  }

  SafetensorsException(Path file, IOException cause) {
    this(file, "must be readable", cause.toString(), cause);
  }

  private SafetensorsException(Path file, String rule, String value, IOException cause) {
    super(file + ": " + rule + ", got " + value, cause);
    this.file = file.toString();
    this.rule = rule;
    this.value = value;
  }

  /** Returns the file. */
  public Path file() {
    return Path.of(file);
  }

  /**
   * Returns the rule that is broken, for example {@code header length must be at most 100000000}.
   */
  public String rule() {
    return rule;
  }

  /** Returns what was found instead; long texts are cut, control characters escaped. */
  public String value() {
    return value;
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
