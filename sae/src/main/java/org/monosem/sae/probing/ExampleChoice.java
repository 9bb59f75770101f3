package org.monosem.sae.probing;

import java.util.Optional;
import java.util.function.IntFunction;

/** Which examples are taken from a text, and how they are labelled. */
public abstract sealed class ExampleChoice permits DocumentChoice, TokenChoice {
  private final String name;

  ExampleChoice(String name) {
    this.name = name;
  }

  /**
   * Returns the choice of documents, labelled with their domain: every stretch of one document in a
   * context, its activations and features averaged over its tokens (as SAEBench does). Stretches of
   * one source are one group.
   *
   * @param leastTokens shorter stretches are left out
   * @param endOfText the token that is averaged nowhere
   */
  public static ExampleChoice documents(int leastTokens, int endOfText) {
    return new DocumentChoice(leastTokens, endOfText);
  }

  /**
   * Returns the choice of single tokens. All occurrences of a token are one group.
   *
   * @param name what the labels are about
   * @param labels a token's label, or empty to leave it out
   * @param mostOfLabel the most examples of a label; the first ones met
   * @param mostOfToken the most occurrences of a token
   */
  public static ExampleChoice tokens(
      String name, IntFunction<Optional<String>> labels, int mostOfLabel, int mostOfToken) {
    return new TokenChoice(name, labels, mostOfLabel, mostOfToken);
  }

  /** Returns what the labels are about. */
  public final String name() {
    return name;
  }

  abstract ExampleCollector collector(int dSae);
}
