package org.monosem.sae.feature;

import java.util.Objects;

/**
 * The tokens of one document within a context: from {@code begin} to the next span or the end.
 *
 * @param begin the position of the first token, from zero
 * @param domain the kind of text, such as {@code code} or {@code arabic}; empty if not known
 * @param source where the text is from, such as a file or an entry; empty if not known
 */
public record DocumentSpan(int begin, String domain, String source) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code begin} is negative
   */
  public DocumentSpan {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(source, "source");
    if (begin < 0) {
      throw new IllegalArgumentException("document span: begin must not be negative, got " + begin);
    }
  }
}
