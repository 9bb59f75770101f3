package org.monosem.harvest.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.monosem.harvest.corpus.Document;

/**
 * Lays the tokens of documents end to end, each document behind an end-of-text token, and cuts the
 * whole into contexts. Used by one thread.
 */
public final class ContextPacker {
  private final Packing packing;
  private final int endOfText;
  private final Consumer<PackedContext> contexts;
  private final int[] tokens;
  private final int[] documents;
  private final List<DocumentLabel> labels = new ArrayList<>();
  private int size;
  private int nextDocument;

  /**
   * @param packing length and rules
   * @param endOfText the id in front of each document
   * @param contexts takes each context as it is complete
   */
  public ContextPacker(Packing packing, int endOfText, Consumer<PackedContext> contexts) {
    this.packing = packing;
    this.endOfText = endOfText;
    this.contexts = contexts;
    this.tokens = new int[packing.contextLength()];
    this.documents = new int[packing.contextLength()];
  }

  /** Adds the next document with its token ids. */
  public void add(Document document, int[] ids) {
    DocumentLabel label = new DocumentLabel(nextDocument, document.domain(), document.source());
    nextDocument = Math.addExact(nextDocument, 1);
    if (packing.documents() == Packing.DocumentLayout.ONE_PER_CONTEXT) {
      endContext();
    }
    add(label, endOfText);
    for (int id : ids) {
      add(label, id);
    }
  }

  /** Ends the last context, which is kept or left out as the packing says. */
  public void finish() {
    endContext();
  }

  /** Returns the number of documents so far. */
  public int documents() {
    return nextDocument;
  }

  private void add(DocumentLabel label, int id) {
    if (size == 0 || documents[size - 1] != label.document()) {
      labels.add(label);
    }
    tokens[size] = id;
    documents[size] = label.document();
    size++;
    if (size == tokens.length) {
      emit();
    }
  }

  private void endContext() {
    if (size > 0 && packing.partial() == Packing.PartialContext.KEEP) {
      emit();
    }
    clear();
  }

  private void emit() {
    contexts.accept(
        new PackedContext(Arrays.copyOf(tokens, size), Arrays.copyOf(documents, size), labels));
    clear();
  }

  private void clear() {
    size = 0;
    labels.clear();
  }
}
