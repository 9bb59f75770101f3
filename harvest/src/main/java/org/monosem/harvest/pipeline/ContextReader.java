package org.monosem.harvest.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.harvest.cache.CacheCursor;

/** Reads contexts in batches of equal length, and knows how far it has come. */
final class ContextReader {
  private final Iterator<TokenContext> contexts;
  private final int longest;
  private @Nullable TokenContext ahead;
  private long read;
  private CacheCursor cursor = CacheCursor.START;

  ContextReader(Iterator<TokenContext> contexts, int longest) {
    this.contexts = contexts;
    this.longest = longest;
  }

  /** Returns what lies behind the batches handed out so far. */
  CacheCursor cursor() {
    return cursor;
  }

  /** Returns whether there is another context. */
  boolean hasNext() {
    return ahead != null || contexts.hasNext();
  }

  /**
   * Skips what an earlier run has harvested.
   *
   * @throws IllegalArgumentException if the contexts are not the ones that it read
   */
  void skip(CacheCursor done) {
    while (cursor.contexts() < done.contexts()) {
      if (!hasNext()) {
        throw new IllegalArgumentException(
            "contexts: %d were harvested before, now there are only %d"
                .formatted(done.contexts(), cursor.contexts()));
      }
      advance(take());
    }
    if (cursor.fingerprint() != done.fingerprint()) {
      throw new IllegalArgumentException(
          "contexts: the first %d differ from those harvested before".formatted(done.contexts()));
    }
  }

  /** Returns up to {@code size} contexts that follow one another and are of one length. */
  List<TokenContext> next(int size) {
    List<TokenContext> batch = new ArrayList<>();
    while (batch.size() < size && hasNext()) {
      TokenContext context = take();
      if (!batch.isEmpty() && context.length() != batch.get(0).length()) {
        ahead = context;
        break;
      }
      batch.add(context);
      advance(context);
    }
    return batch;
  }

  private TokenContext take() {
    TokenContext kept = ahead;
    if (kept != null) {
      ahead = null;
      return kept;
    }
    TokenContext context = contexts.next();
    if (context.length() > longest) {
      throw new IllegalArgumentException(
          "context %d: expected at most %d tokens, got %d"
              .formatted(read, longest, context.length()));
    }
    read++;
    return context;
  }

  private void advance(TokenContext context) {
    cursor = new CacheCursor(cursor.contexts() + 1, context.fingerprint(cursor.fingerprint()));
  }
}
