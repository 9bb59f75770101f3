package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Neighbouring contexts of equal length, as many as fit a number of tokens but at least one. */
final class ContextGroups implements Iterator<List<TokenContext>> {
  private final Iterator<TokenContext> contexts;
  private final int tokens;
  private @Nullable TokenContext waiting;

  ContextGroups(Iterator<TokenContext> contexts, int tokens) {
    this.contexts = contexts;
    this.tokens = tokens;
  }

  @Override
  public boolean hasNext() {
    return waiting != null || contexts.hasNext();
  }

  @Override
  public List<TokenContext> next() {
    TokenContext first = waiting == null ? read() : waiting;
    if (first == null) {
      throw new NoSuchElementException("no more contexts");
    }
    List<TokenContext> group = new ArrayList<>();
    group.add(first);
    TokenContext next = read();
    while (next != null
        && next.length() == first.length()
        && (group.size() + 1L) * first.length() <= tokens) {
      group.add(next);
      next = read();
    }
    waiting = next;
    return group;
  }

  private @Nullable TokenContext read() {
    return contexts.hasNext() ? contexts.next() : null;
  }
}
