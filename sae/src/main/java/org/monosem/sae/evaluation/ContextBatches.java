package org.monosem.sae.evaluation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Groups neighbouring contexts of one length into batches. */
final class ContextBatches implements Iterator<List<LabelledContext>> {
  private final Iterator<LabelledContext> contexts;
  private final int mostContexts;
  private final int longest;
  private long read;
  private @Nullable LabelledContext next;

  ContextBatches(Iterator<LabelledContext> contexts, int mostContexts, int longest) {
    this.contexts = contexts;
    this.mostContexts = mostContexts;
    this.longest = longest;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public List<LabelledContext> next() {
    LabelledContext first = next;
    if (first == null) {
      throw new NoSuchElementException("no contexts left");
    }
    List<LabelledContext> batch = new ArrayList<>();
    while (next != null && next.length() == first.length() && batch.size() < mostContexts) {
      batch.add(next);
      advance();
    }
    return batch;
  }

  private void advance() {
    next = contexts.hasNext() ? check(contexts.next()) : null;
    read++;
  }

  private LabelledContext check(LabelledContext context) {
    if (context.length() < 2 || context.length() > longest) {
      throw new IllegalArgumentException(
          "context " + read + ": expected 2 to " + longest + " tokens, got " + context.length());
    }
    return context;
  }
}
