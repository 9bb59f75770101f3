package org.monosem.sae.toymodel.quadratic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The optimum of the quadratic toy model in closed form, but for one number, the price of capacity
 * {@code lambda}, which a root finder gives. The formulas stand in the package's description.
 */
public final class ClosedForm {
  private static final double ACCURACY = 1e-15;
  private static final int EVALUATIONS = 10_000;

  private ClosedForm() {}

  /**
   * Returns the capacities that lose least. With at least as many dimensions as features all get 1.
   * Where {@code F <= 2} and features at the border are equally important, the first ones win: any
   * choice among them is as good.
   */
  public static CapacityAllocation optimum(QuadraticModel model) {
    if (model.dims() >= model.features()) {
      return allocation(model, DoubleStream.generate(() -> 1).limit(model.features()).toArray());
    }
    return allocation(
        model,
        model.squareVariance() > 2 ? shared(model, Math.sqrt(price(model))) : winners(model));
  }

  /**
   * Returns {@code lambda}, what the last bit of capacity gains, by unit: a feature is ignored up
   * to the importance {@code sqrt(2 lambda) / F} and monosemantic from {@code sqrt(lambda / 2)} on.
   *
   * @throws IllegalArgumentException if {@code F <= 2} or there are as many dimensions as features:
   *     there is no such price then
   */
  public static double price(QuadraticModel model) {
    if (!(model.squareVariance() > 2) || model.dims() >= model.features()) {
      throw new IllegalArgumentException(
          "model: expected F above 2 and fewer dimensions than features, got F=%s, dims=%d, features=%d"
              .formatted(model.squareVariance(), model.dims(), model.features()));
    }
    double largest =
        model.importances().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    // At this root of the price the most important feature is ignored too; at nearly none all get
    // 1.
    double ignoresAll = model.squareVariance() * largest / Math.sqrt(2);
    UnivariateFunction left = root -> DoubleStream.of(shared(model, root)).sum() - model.dims();
    double root =
        new BrentSolver(ACCURACY, ACCURACY)
            .solve(EVALUATIONS, left, ignoresAll * 1e-12, ignoresAll);
    return root * root;
  }

  private static double[] shared(QuadraticModel model, double rootOfPrice) {
    double f = model.squareVariance();
    return model.importances().stream()
        .mapToDouble(v -> (f * v * Math.sqrt(2) / rootOfPrice - 2) / (f - 2))
        .map(capacity -> Math.min(1, Math.max(0, capacity)))
        .toArray();
  }

  private static double[] winners(QuadraticModel model) {
    double[] capacities = new double[model.features()];
    IntStream.range(0, model.features())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -model.importances().get(i)))
        .limit(model.dims())
        .forEach(i -> capacities[i] = 1);
    return capacities;
  }

  private static CapacityAllocation allocation(QuadraticModel model, double[] capacities) {
    double loss =
        IntStream.range(0, capacities.length)
            .mapToDouble(i -> model.lossAt(i, capacities[i]))
            .sum();
    List<Double> list = Arrays.stream(capacities).boxed().toList();
    return new CapacityAllocation(list, loss);
  }
}
