package org.monosem.sae.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The tokens of a context, and the domain of the text that each of them is from. */
public final class LabelledContext {
  private final int[] tokens;
  private final List<String> domains;

  private LabelledContext(int[] tokens, List<String> domains) {
    this.tokens = tokens;
    this.domains = domains;
  }

  /**
   * Returns a context with labels.
   *
   * @param tokens token ids {@code [position]}; not copied
   * @param domains a domain for each position, such as {@code java} or {@code dna}
   * @throws IllegalArgumentException if there is another number of domains than of tokens
   */
  public static LabelledContext of(int[] tokens, List<String> domains) {
    if (domains.size() != tokens.length) {
      throw new IllegalArgumentException(
          "domains: expected one for each of " + tokens.length + " tokens, got " + domains.size());
    }
    return new LabelledContext(tokens, List.copyOf(domains));
  }

  /** Returns a context whose tokens are all of one domain. */
  public static LabelledContext of(int[] tokens, String domain) {
    return new LabelledContext(tokens, Collections.nCopies(tokens.length, domain));
  }

  /** Returns a context of which no domain is known. */
  static LabelledContext unlabelled(int[] tokens) {
    return new LabelledContext(tokens, List.of());
  }

  /** Returns the number of tokens. */
  public int length() {
    return tokens.length;
  }

  boolean isLabelled() {
    return !domains.isEmpty();
  }

  /** Returns the token id at a position. */
  public int token(int position) {
    return tokens[position];
  }

  /** Returns the domain of the token at a position. */
  public String domain(int position) {
    return domains.get(position);
  }

  @Override
  public String toString() {
    return "context of " + Arrays.toString(tokens);
  }
}
