package org.monosem.harvest.corpus;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads one document after the other from something that must be closed. */
interface DocumentReader extends AutoCloseable {

  /** Returns the next document, or null after the last. */
  @Nullable Document read();

  @Override
  void close();

  /** Returns the rest of a reader as a stream that closes it. */
  static Stream<Document> stream(DocumentReader reader) {
    Iterator<Document> documents =
        new Iterator<>() {
          private @Nullable Document ahead;

          @Override
          public boolean hasNext() {
            if (ahead == null) {
              ahead = reader.read();
            }
            return ahead != null;
          }

          @Override
          public Document next() {
            Document next = hasNext() ? ahead : null;
            if (next == null) {
              throw new NoSuchElementException();
            }
            ahead = null;
            return next;
          }
        };
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(documents, order), false)
        .onClose(reader::close);
  }

  /** Returns a reader of a stream, which it closes. */
  static DocumentReader of(Stream<Document> documents) {
    Iterator<Document> iterator = documents.iterator();
    return new DocumentReader() {
      @Override
      public @Nullable Document read() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public void close() {
        documents.close();
      }
    };
  }
}
