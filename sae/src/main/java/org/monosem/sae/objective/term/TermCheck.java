package org.monosem.sae.objective.term;

/** What terms demand of their numbers. */
final class TermCheck {
  private TermCheck() {}

  static void check(String term, double weight, int rows) {
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          term + ": weight: expected a finite number above 0, got " + weight);
    }
    if (rows < 2) {
      throw new IllegalArgumentException(term + ": rows: expected at least 2, got " + rows);
    }
  }
}
