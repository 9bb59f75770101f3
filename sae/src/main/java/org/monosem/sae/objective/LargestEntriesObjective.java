package org.monosem.sae.objective;

/** What the objectives that keep the largest pre-activations have in common: k, and AuxK. */
public interface LargestEntriesObjective {

  /** Returns how many features fire on a row. */
  ActiveCount active();

  /** Returns the loss that revives dead features. */
  AuxK auxK();

  /** Returns the same objective with another number of active features, or course of it. */
  Objective withActive(ActiveCount value);

  /** Returns the same objective with another AuxK. */
  Objective withAuxK(AuxK value);
}
