package org.monosem.harvest.pipeline;

import java.util.Arrays;
import org.monosem.harvest.tokenizer.PackedContext;

/** A context as a model reads it: token ids, and for each the number of its document. */
public final class TokenContext {
  private final int[] tokens;
  private final long[] documents;

  private TokenContext(int[] tokens, long[] documents) {
    this.tokens = tokens;
    this.documents = documents;
  }

  /**
   * Copies a context.
   *
   * @param tokens token ids, at least one
   * @param documents the number of the document of every token
   * @throws IllegalArgumentException if there are no tokens, or the arrays differ in length
   */
  public static TokenContext of(int[] tokens, long[] documents) {
    if (tokens.length == 0 || tokens.length != documents.length) {
      throw new IllegalArgumentException(
          "context: expected at least one token and as many documents, got %d tokens, %d documents"
              .formatted(tokens.length, documents.length));
    }
    return new TokenContext(tokens.clone(), documents.clone());
  }

  /** Copies a context of a packed corpus; its documents are numbered by their places there. */
  public static TokenContext of(PackedContext packed) {
    return of(packed.tokens(), Arrays.stream(packed.documents()).asLongStream().toArray());
  }

  /** Returns the number of tokens. */
  public int length() {
    return tokens.length;
  }

  /** Returns the token id at a position. */
  public int token(int position) {
    return tokens[position];
  }

  /** Returns the number of the document at a position. */
  public long document(int position) {
    return documents[position];
  }

  /** Continues a checksum over contexts (FNV-1a, 64 bits, over whole numbers). */
  long fingerprint(long before) {
    long hash = step(before, tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      hash = step(step(hash, tokens[i]), documents[i]);
    }
    return hash;
  }

  private static long step(long hash, long value) {
    return (hash ^ value) * 0x100000001B3L;
  }
}
