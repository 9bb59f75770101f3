package org.monosem.sae.evaluation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Groups neighbouring contexts of one length into batches, {@code [batch][position]}. */
final class ContextBatches implements Iterator<int[][]> {
  private final Iterator<int[]> contexts;
  private final int mostContexts;
  private final int longest;
  private long read;
  private int @Nullable [] next;

  ContextBatches(Iterator<int[]> contexts, int mostContexts, int longest) {
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
  public int[][] next() {
    int[] first = next;
    if (first == null) {
      throw new NoSuchElementException("no contexts left");
    }
    List<int[]> batch = new ArrayList<>();
    while (next != null && next.length == first.length && batch.size() < mostContexts) {
      batch.add(next);
      advance();
    }
    return batch.toArray(int[][]::new);
  }

  private void advance() {
    next = contexts.hasNext() ? check(contexts.next()) : null;
    read++;
  }

  private int[] check(int[] context) {
    if (context.length < 2 || context.length > longest) {
      throw new IllegalArgumentException(
          "context " + read + ": expected 2 to " + longest + " tokens, got " + context.length);
    }
    return context;
  }
}
