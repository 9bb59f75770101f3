package org.monosem.sae.objective;

/** Two ways to the same gradient; they agree to rounding. */
public enum StepPath {
  /** Dense matrix products throughout: faster while many features fire. */
  DENSE,
  /** One dense encoder product, then active entries only: faster once features are sparse. */
  SPARSE
}
