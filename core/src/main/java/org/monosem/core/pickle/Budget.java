package org.monosem.core.pickle;

/**
 * What reading a pickle may cost. Every instruction costs one, and copying what is already there
 * costs its size, so that a short pickle cannot ask for much by naming one large thing often.
 */
final class Budget {
  /** Enough for a list of a million numbers. */
  static final long MOST = 1 << 22;

  private final PickleInput input;
  private long spent;

  Budget(PickleInput input) {
    this.input = input;
  }

  void spend(long cost) {
    spent += cost;
    if (spent > MOST) {
      throw input.broken("expected at most " + MOST + " instructions and items, got more");
    }
  }
}
