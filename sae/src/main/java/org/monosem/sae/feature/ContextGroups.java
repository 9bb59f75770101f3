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
    TokenContext first = take();
    if (first == null) {
      throw new NoSuchElementException("no more contexts");
    }
    List<TokenContext> group = new ArrayList<>();
    group.add(first);
    waiting = take();
    while (waiting != null
        && waiting.length() == first.length()
        && (group.size() + 1L) * first.length() <= tokens) {
      group.add(waiting);
      waiting = take();
    }
    return group;
  }

  private @Nullable TokenContext take() {
    if (waiting != null) {
      TokenContext taken = waiting;
      waiting = null;
      return taken;
    }
    return contexts.hasNext() ? contexts.next() : null;
  }
}
