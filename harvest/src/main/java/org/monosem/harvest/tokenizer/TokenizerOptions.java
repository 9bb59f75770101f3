package org.monosem.harvest.tokenizer;

import java.util.Set;

/**
 * How a {@code tokenizer.json} is read.
 *
 * @param endOfText the text of the token that stands between documents
 * @param trustedPatterns regular expressions accepted beside the published ones; a pattern runs in
 *     native code and a hostile one can end the whole process
 */
public record TokenizerOptions(String endOfText, Set<String> trustedPatterns) {
  static final String END_OF_TEXT = "<|endoftext|>";

  /** Copies the set. */
  public TokenizerOptions {
    trustedPatterns = Set.copyOf(trustedPatterns);
  }

  /** Returns GPT-2's: {@code <|endoftext|>}, and only published patterns. */
  public static TokenizerOptions standard() {
    return new TokenizerOptions(END_OF_TEXT, Set.of());
  }

  /** Returns these options with another token between documents. */
  public TokenizerOptions withEndOfText(String text) {
    return new TokenizerOptions(text, trustedPatterns);
  }

  /** Returns these options with other trusted patterns. */
  public TokenizerOptions withTrustedPatterns(Set<String> patterns) {
    return new TokenizerOptions(endOfText, patterns);
  }
}
