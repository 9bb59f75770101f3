package org.monosem.sae.objective;

/**
 * What the objectives that keep the largest pre-activations have in common: k sets the sparsity,
 * and there is no penalty; AuxK revives dead features; so few pairs are active from the first step
 * on that there is no dense path.
 */
public sealed interface LargestEntriesObjective extends Objective
    permits TopKObjective, BatchTopKObjective, MatryoshkaObjective {

  /** Returns how many features fire on a row. */
  ActiveCount active();

  /** Returns the loss that revives dead features. */
  AuxK auxK();

  /** Returns the same objective with another number of active features, or course of it. */
  LargestEntriesObjective withActive(ActiveCount value);

  /** Returns the same objective with another AuxK. */
  LargestEntriesObjective withAuxK(AuxK value);

  @Override
  default double coefficient() {
    return 0;
  }

  @Override
  default Objective withCoefficient(double value) {
    throw new IllegalArgumentException(
        name() + ": sparsity is set by k, this objective has no penalty; got coefficient " + value);
  }

  @Override
  default SparsityControl sparsityControl() {
    return new SparsityControl(SparsityControl.Knob.ACTIVE_FEATURES, active().k());
  }

  @Override
  default Objective withSparsity(double k) {
    return withActive(ActiveCount.constant(SparsityControl.wholeK(k)));
  }

  @Override
  default boolean watchesDeadFeatures() {
    return auxK().coefficient() > 0;
  }

  @Override
  default boolean hasDensePath() {
    return false;
  }
}
