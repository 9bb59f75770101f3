package org.monosem.harvest.tokenizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.Tokenizer;
import org.monosem.harvest.corpus.Document;

/**
 * The documents of a corpus with their token ids, in order, read and encoded ahead of whoever takes
 * them.
 *
 * <p>One thread reads, one for each processor encodes. A failure has its place in the order: the
 * chunks before it are handed out first, then it is thrown as it was, by the thread that takes.
 * What lies ahead is bounded in characters, but for the longest document. Used by one thread.
 */
final class EncodedDocuments implements AutoCloseable {
  /** Encoded in some tens of milliseconds: short to wait for, long against what a task costs. */
  private static final int CHUNK_CHARACTERS = 1 << 16;

  private final Stream<Document> stream;
  private final Iterator<Document> documents;
  private final Tokenizer tokenizer;
  private final int chunksAhead = 2 * Runtime.getRuntime().availableProcessors();
  private final Queue<CompletableFuture<List<Encoded>>> ahead = new ArrayDeque<>();
  private @Nullable WorkerThreads reader;
  private @Nullable WorkerThreads encoders;

  /** Nothing more is read. */
  private volatile boolean ended;

  /** Nobody takes what has been read. */
  private volatile boolean closed;

  /** Begins nothing yet; closing this closes the stream. */
  EncodedDocuments(Stream<Document> stream, Tokenizer tokenizer) {
    this.stream = stream;
    this.documents = stream.iterator();
    this.tokenizer = tokenizer;
  }

  /** A document and its token ids. */
  static final class Encoded {
    private final Document document;
    private final int[] ids;

    private Encoded(Document document, int[] ids) {
      this.document = document;
      this.ids = ids;
    }

    Document document() {
      return document;
    }

    /** Returns the array itself. */
    int[] ids() {
      return ids;
    }
  }

  /**
   * Returns the next documents, at least one; none after the last. Waits for them also when
   * interrupted, and leaves the interrupt set.
   */
  List<Encoded> next() {
    readAhead();
    CompletableFuture<List<Encoded>> first = ahead.element();
    try {
      List<Encoded> chunk = first.join();
      if (chunk.isEmpty()) {
        endThreads();
      } else {
        ahead.remove();
      }
      return chunk;
    } catch (CompletionException e) {
      endThreads();
      throw asItWas(e);
    }
  }

  /** Waits for what is being read or encoded; then no thread of this is left. */
  @Override
  public void close() {
    closed = true;
    endThreads();
    stream.close();
  }

  private void readAhead() {
    WorkerThreads reading = reader;
    WorkerThreads encoding = encoders;
    if (ended) {
      return;
    }
    if (reading == null || encoding == null) {
      reading = new WorkerThreads("monosem-reader", 1);
      encoding = new WorkerThreads("monosem-encoder", Runtime.getRuntime().availableProcessors());
      reader = reading;
      encoders = encoding;
    }
    while (ahead.size() < chunksAhead) {
      // The one reading thread takes its tasks in order, so the chunks are in order too.
      ahead.add(
          CompletableFuture.supplyAsync(this::read, reading)
              .thenApplyAsync(this::encode, encoding));
    }
  }

  /** Returns up to a chunk of documents, none at the end and after a failure. */
  private List<Document> read() {
    List<Document> chunk = new ArrayList<>();
    try {
      for (long size = 0; size < CHUNK_CHARACTERS && !ended && documents.hasNext(); ) {
        Document document = documents.next();
        chunk.add(document);
        size += 1 + document.text().length();
      }
    } catch (RuntimeException | Error e) {
      ended = true;
      throw e;
    }
    return chunk;
  }

  private List<Encoded> encode(List<Document> chunk) {
    return chunk.stream()
        .takeWhile(document -> !closed)
        .map(document -> new Encoded(document, tokenizer.encode(document.text())))
        .toList();
  }

  private void endThreads() {
    ended = true;
    if (reader != null && encoders != null) {
      reader.close();
      encoders.close();
    }
  }

  private static RuntimeException asItWas(CompletionException failure) {
    if (failure.getCause() instanceof Error error) {
      throw error;
    }
    return failure.getCause() instanceof RuntimeException cause ? cause : failure;
  }
}
