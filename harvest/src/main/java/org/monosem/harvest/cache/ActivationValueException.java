package org.monosem.harvest.cache;

/** A row of activations holds a value that a cache refuses: NaN, infinity, or beyond its type. */
public final class ActivationValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int row;
  private final String problem;

  ActivationValueException(int row, String problem) {
    super("activations: row " + row + " holds " + problem);
    this.row = row;
    this.problem = problem;
  }

  /** Returns the row within the batch, from 0. */
  public int row() {
    return row;
  }

  /** Returns what the row holds, for example {@code NaN or infinity}. */
  public String problem() {
    return problem;
  }
}
