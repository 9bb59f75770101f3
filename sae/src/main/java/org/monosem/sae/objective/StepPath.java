package org.monosem.sae.objective;

/** Three ways to the same gradient; they agree to rounding. */
public enum StepPath {
  /** Dense matrix products throughout: faster while many features fire. */
  DENSE,
  /** One dense encoder product, then active entries only: faster once features are sparse. */
  SPARSE,
  /** As {@link #SPARSE}, but the few features that fire often go through dense products. */
  HYBRID
}
