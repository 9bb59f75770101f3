package org.monosem.harvest.tokenizer;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.monosem.core.Tokenizer;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.corpus.CorpusException;
import org.monosem.harvest.tokenizer.EncodedDocuments.Encoded;

/**
 * The contexts of a corpus, one after the other.
 *
 * <p>Documents are read and encoded ahead, by threads of this object's own, while the contexts
 * before them are used; the order is that of the corpus, and what is held ahead is some hundred
 * thousand characters for each processor. Used by one thread; to be closed, which ends the threads
 * and closes the corpus's files.
 */
public final class PackedContexts implements Iterator<PackedContext>, AutoCloseable {
  private final Corpus corpus;
  private final EncodedDocuments documents;
  private final Queue<PackedContext> ready = new ArrayDeque<>();
  private final ContextPacker packer;
  private boolean finished;
  private long tokens;

  private PackedContexts(Corpus corpus, Tokenizer tokenizer, Packing packing) {
    this.corpus = corpus;
    this.documents = new EncodedDocuments(corpus.documents(), tokenizer);
    this.packer = new ContextPacker(packing, tokenizer.endOfTextId(), ready::add);
  }

  /**
   * Opens the contexts of a corpus.
   *
   * @throws CorpusException here or while reading, if a file is missing or damaged; at the end, if
   *     the corpus has no documents
   */
  public static PackedContexts of(Corpus corpus, Tokenizer tokenizer, Packing packing) {
    return new PackedContexts(corpus, tokenizer, packing);
  }

  /** Opens the contexts of a corpus, packed continuously, a partial last context left out. */
  public static PackedContexts of(Corpus corpus, Tokenizer tokenizer, int contextLength) {
    return of(corpus, tokenizer, Packing.continuous(contextLength));
  }

  /**
   * Returns the first contexts of a corpus, packed continuously, and closes it.
   *
   * @param most how many at most
   * @throws IllegalArgumentException if the corpus does not fill one context
   */
  public static List<PackedContext> first(
      Corpus corpus, Tokenizer tokenizer, int contextLength, long most) {
    try (PackedContexts packed = of(corpus, tokenizer, contextLength)) {
      List<PackedContext> contexts = packed.stream().limit(most).toList();
      if (contexts.isEmpty()) {
        throw new IllegalArgumentException(
            "corpus %s: expected at least one context of %d tokens, got less text"
                .formatted(corpus.description(), contextLength));
      }
      return contexts;
    }
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !finished) {
      readMore();
    }
    return !ready.isEmpty();
  }

  @Override
  public PackedContext next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more contexts");
    }
    return ready.remove();
  }

  /** Returns the rest of the contexts as a stream; closing it closes this. */
  public Stream<PackedContext> stream() {
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, order), false)
        .onClose(this::close);
  }

  /** Returns the number of documents packed so far. */
  public int documentsRead() {
    return packer.documents();
  }

  /** Returns the number of tokens packed so far, with end of text and with those left out later. */
  public long tokensRead() {
    return tokens;
  }

  @Override
  public void close() {
    documents.close();
  }

  private void readMore() {
    List<Encoded> chunk = documents.next();
    for (Encoded encoded : chunk) {
      tokens += 1 + encoded.ids().length;
      packer.add(encoded.document(), encoded.ids());
    }
    if (chunk.isEmpty()) {
      finish();
    }
  }

  private void finish() {
    if (packer.documents() == 0) {
      throw CorpusException.noDocuments(corpus);
    }
    packer.finish();
    finished = true;
  }
}
