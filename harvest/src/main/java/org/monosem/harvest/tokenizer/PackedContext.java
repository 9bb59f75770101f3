package org.monosem.harvest.tokenizer;

import java.util.List;

/** Tokens that a model sees together, and the document that each of them is from. */
public final class PackedContext {
  private final int[] tokens;
  private final int[] documents;
  private final List<DocumentLabel> labels;

  PackedContext(int[] tokens, int[] documents, List<DocumentLabel> labels) {
    this.tokens = tokens;
    this.documents = documents;
    this.labels = List.copyOf(labels);
  }

  /** Returns the number of tokens: the context length, less only in a partial context. */
  public int length() {
    return tokens.length;
  }

  /** Returns the token ids {@code [position]}; the array itself, not a copy. */
  public int[] tokens() {
    return tokens;
  }

  /**
   * Returns each token's document {@code [position]}, as its place in the corpus from 0; the array
   * itself, not a copy. The end-of-text token in front of a document belongs to that document.
   */
  public int[] documents() {
    return documents;
  }

  /** Returns the documents that have tokens here, in order. */
  public List<DocumentLabel> labels() {
    return labels;
  }

  /** Returns the document of the token at a position. */
  public DocumentLabel label(int position) {
    return labels.get(documents[position] - labels.get(0).document());
  }
}
