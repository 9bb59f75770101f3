package org.monosem.sae.objective;

/**
 * How the squared error of one row is reduced over its {@code dIn} elements; over the batch it is
 * always the mean.
 *
 * <p>A coefficient for {@link #SUM} is {@code dIn} times the same coefficient for {@link #MEAN}.
 */
public enum ErrorReduction {
  /** Sum over the elements, {@code |x - xhat|^2}: the April update of 2024. */
  SUM,
  /**
   * Mean over the elements, {@code |x - xhat|^2 / dIn}: what the text of Towards Monosemanticity
   * (2023) says beside its printed formula.
   */
  MEAN;

  /** Returns the factor on {@code |x - xhat|^2} for rows of width {@code dIn}. */
  public double factor(int dIn) {
    return this == SUM ? 1.0 : 1.0 / dIn;
  }
}
