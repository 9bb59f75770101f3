package org.monosem.sae.training;

/** What becomes of the penalty's coefficient over a run, beside its warm-up. */
public sealed interface PenaltyControl permits PenaltyControl.None, TargetL0Control {
  /** The coefficient stays as the recipe has it. */
  PenaltyControl NONE = new None();

  /** Leaves the coefficient alone. */
  record None() implements PenaltyControl {}
}
