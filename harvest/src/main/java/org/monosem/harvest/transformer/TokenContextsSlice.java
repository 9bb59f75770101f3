package org.monosem.harvest.transformer;

import java.util.Objects;

/** A range of other contexts. */
record TokenContextsSlice(TokenContexts all, long from, long to) implements TokenContexts {

  TokenContextsSlice {
    Objects.checkFromToIndex(from, to, all.contexts());
  }

  @Override
  public long contexts() {
    return to - from;
  }

  @Override
  public int length() {
    return all.length();
  }

  @Override
  public void read(long index, int[] into) {
    all.read(from + Objects.checkIndex(index, contexts()), into);
  }
}
