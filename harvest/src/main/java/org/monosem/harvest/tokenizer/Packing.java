package org.monosem.harvest.tokenizer;

/**
 * How token ids of documents become contexts of one length.
 *
 * @param contextLength tokens of a context, at least 2
 * @param documents whether documents follow one another within a context
 * @param partial what becomes of a context that is not full
 */
public record Packing(int contextLength, DocumentLayout documents, PartialContext partial) {

  /** Where documents begin. */
  public enum DocumentLayout {
    /** Documents follow one another; a context may hold the end of one and the start of others. */
    CONTINUOUS,
    /** A document begins a context; no context holds tokens of two documents. */
    ONE_PER_CONTEXT
  }

  /** What becomes of the tokens that do not fill a context. */
  public enum PartialContext {
    /** They are left out. */
    DROP,
    /** They are a shorter context. */
    KEEP
  }

  /** Checks the length. */
  public Packing {
    if (contextLength < 2) {
      throw new IllegalArgumentException(
          "contextLength: expected at least 2, got " + contextLength);
    }
  }

  /** Returns the usual packing: continuous, the tokens behind the last full context left out. */
  public static Packing continuous(int contextLength) {
    return new Packing(contextLength, DocumentLayout.CONTINUOUS, PartialContext.DROP);
  }

  /** Returns this packing with a context of its own for each document. */
  public Packing withOneDocumentPerContext() {
    return new Packing(contextLength, DocumentLayout.ONE_PER_CONTEXT, partial);
  }

  /** Returns this packing with shorter contexts kept. */
  public Packing keepingPartialContexts() {
    return new Packing(contextLength, documents, PartialContext.KEEP);
  }
}
