package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.monosem.core.activation.ActivationFunction;

/**
 * A loss over rows of activations and its gradient; all that the training loop knows of a variant.
 *
 * <p>A variant is a value: hyper-parameters only. What it trains beside the common four arrays it
 * names in {@link #extraShapes}; what it estimates along the way without a gradient, in {@link
 * #estimates}. Both are kept in checkpoints under their names.
 */
public sealed interface Objective
    permits L1Objective,
        LargestEntriesObjective,
        JumpReluObjective,
        GatedObjective,
        PAnnealObjective {

  /**
   * Returns the gradient of the mean loss of a batch.
   *
   * @param manager the owner of the result's arrays
   * @throws IllegalArgumentException if the rows do not fit the parameters
   */
  BatchGradient gradient(
      NDManager manager,
      DictionaryParameters parameters,
      GradientRequest request,
      Workspace workspace);

  /**
   * Returns every row's own loss, all terms included: what resampling of dead features draws by.
   *
   * @param request the rows and the penalty's factor; the path does not matter
   * @return one value a row, in the order of the rows
   * @throws IllegalArgumentException if the objective has no loss of single rows
   */
  default float[] rowLosses(
      DictionaryParameters parameters, GradientRequest request, Workspace workspace) {
    throw new IllegalArgumentException(
        name() + ": dead features cannot be resampled by this objective's loss, it has AuxK");
  }

  /**
   * Returns the whole loss of a batch, summed over its rows.
   *
   * @param sums what {@link #gradient} found
   * @param dOut the width of what is predicted
   * @param penaltyFactor the factor on the coefficient at that step
   */
  double lossSum(BatchStatistics sums, int dOut, double penaltyFactor);

  /** Returns the name of the variant, as checkpoints have it. */
  String name();

  /** Returns the penalty's coefficient, before any warm-up; zero if there is none. */
  double coefficient();

  /**
   * Returns the same objective with another penalty coefficient.
   *
   * @throws IllegalArgumentException if the objective has no penalty, or the number is not allowed
   */
  Objective withCoefficient(double value);

  /** Returns what decides how many features fire; the penalty's coefficient unless it says more. */
  default SparsityControl sparsityControl() {
    return new SparsityControl(SparsityControl.Knob.COEFFICIENT, coefficient());
  }

  /**
   * Returns the same objective with another value of {@link #sparsityControl}.
   *
   * @throws IllegalArgumentException if the value is not allowed
   */
  default Objective withSparsity(double value) {
    return withCoefficient(value);
  }

  /** Returns whether {@code bDec} is subtracted from the input before encoding. */
  boolean preEncoderBias();

  /** Returns the shapes of the arrays that it trains beside the common four, by name. */
  default Map<String, Shape> extraShapes(DictionaryWidths widths) {
    return Map.of();
  }

  /** Returns what the entries of {@link #extraShapes} start at, by name; zero if not named. */
  default Map<String, Double> extraStarts() {
    return Map.of();
  }

  /** Returns the running estimates as they are before the first step, by name: float64 scalars. */
  default Map<String, Double> estimates() {
    return Map.of();
  }

  /**
   * Updates the running estimates in place after a batch; not where the device says {@code halt}.
   *
   * @param estimates by name, float64 {@code []}
   * @param batch what {@link #gradient} gave
   * @param halt float32 {@code []}: nothing changes if it is not zero
   */
  default void observe(Map<String, NDArray> estimates, BatchGradient batch, NDArray halt) {}

  /** Returns the non-linearity of the finished dictionary. */
  ActivationFunction activation();

  /**
   * Returns the weights of the finished dictionary beside the common four, by the names of {@link
   * ActivationFunction#weights}.
   *
   * @param manager the owner of those that are made here
   */
  default Map<String, NDArray> exported(
      NDManager manager, DictionaryParameters parameters, Map<String, NDArray> estimates) {
    return parameters.extra();
  }

  /** Returns whether features that do not fire matter to it; see {@link Moment#dead}. */
  default boolean watchesDeadFeatures() {
    return false;
  }

  /** Returns whether its steps have a dense path; if not, every route is sparse. */
  default boolean hasDensePath() {
    return true;
  }
}
