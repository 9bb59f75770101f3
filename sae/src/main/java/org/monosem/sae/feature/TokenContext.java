package org.monosem.sae.feature;

import java.util.List;

/**
 * The tokens that the model sees at once, and the documents they come from.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TokenContext {
  private final int[] tokens;
  private final List<DocumentSpan> documents;

  private TokenContext(int[] tokens, List<DocumentSpan> documents) {
    this.tokens = tokens.clone();
    this.documents = List.copyOf(documents);
  }

  /**
   * Returns a context whose tokens all come from one document.
   *
   * @param tokens token ids; copied
   * @param domain the kind of text; empty if not known
   * @param source where the text is from; empty if not known
   * @throws IllegalArgumentException if there are no tokens, or an id is negative
   */
  public static TokenContext of(int[] tokens, String domain, String source) {
    return of(tokens, List.of(new DocumentSpan(0, domain, source)));
  }

  /**
   * Returns a context into which several documents were packed.
   *
   * @param tokens token ids; copied
   * @param documents the documents in order; the first begins at zero
   * @throws IllegalArgumentException if there are no tokens, an id is negative, or the spans do not
   *     ascend from zero within the tokens
   */
  public static TokenContext of(int[] tokens, List<DocumentSpan> documents) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("context: expected at least one token, got none");
    }
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0) {
        throw new IllegalArgumentException(
            "context: token ids must not be negative, got %d at position %d"
                .formatted(tokens[i], i));
      }
    }
    checkSpans(tokens.length, documents);
    return new TokenContext(tokens, documents);
  }

  private static void checkSpans(int length, List<DocumentSpan> documents) {
    int expected = 0;
    for (DocumentSpan span : documents) {
      boolean inOrder = expected == 0 ? span.begin() == 0 : span.begin() >= expected;
      if (!inOrder || span.begin() >= length) {
        throw new IllegalArgumentException(
            "context: documents must ascend from 0 below %d tokens, got one that begins at %d"
                .formatted(length, span.begin()));
      }
      expected = span.begin() + 1;
    }
    if (expected == 0) {
      throw new IllegalArgumentException("context: expected at least one document, got none");
    }
  }

  /** Returns the number of tokens. */
  public int length() {
    return tokens.length;
  }

  /** Returns the token id at a position. */
  public int token(int position) {
    return tokens[position];
  }

  /** Returns a copy of all token ids. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** Returns the documents in order. */
  public List<DocumentSpan> documents() {
    return documents;
  }

  /** Returns the document that the token at a position belongs to. */
  public DocumentSpan document(int position) {
    DocumentSpan found = documents.get(0);
    for (DocumentSpan span : documents) {
      if (span.begin() > position) {
        break;
      }
      found = span;
    }
    return found;
  }
}
