package org.monosem.sae.toymodel.quadratic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.monosem.core.random.Seed;

/**
 * An optimum of the quadratic toy model found without its theory: conjugate gradients (Polak and
 * Ribiere) on the entries of the embedding, from several random starts, the best of which is kept.
 *
 * @param embedding rows, one a feature, of {@code dims} entries each
 * @param allocation what they give to each feature, and the loss
 */
public record NumericOptimum(List<List<Double>> embedding, CapacityAllocation allocation) {
  private static final int EVALUATIONS = 100_000;
  private static final double PRECISION = 1e-14;

  /** Copies the rows. */
  public NumericOptimum {
    embedding = embedding.stream().map(List::copyOf).toList();
  }

  /**
   * Searches.
   *
   * @param model whose loss is to be least
   * @param starts how many searches, each from another embedding with normal entries
   * @param seed decides the starts
   * @throws IllegalArgumentException if {@code starts} is below 1
   * @throws IllegalStateException if no search came to an end
   */
  public static NumericOptimum search(QuadraticModel model, int starts, Seed seed) {
    if (starts < 1) {
      throw new IllegalArgumentException("starts: expected at least 1, got " + starts);
    }
    double[][] best =
        IntStream.range(0, starts)
            .mapToObj(i -> descended(model, start(model, seed.at(i))))
            .flatMap(Optional::stream)
            .min(Comparator.comparingDouble(model::loss))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "none of %d searches came to an end within %d evaluations"
                            .formatted(starts, EVALUATIONS)));
    return new NumericOptimum(
        list(best), new CapacityAllocation(capacities(best), model.loss(best)));
  }

  private static Optional<double[][]> descended(QuadraticModel model, double[] start) {
    NonLinearConjugateGradientOptimizer optimizer =
        new NonLinearConjugateGradientOptimizer(
            NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
            new SimpleValueChecker(PRECISION, PRECISION));
    try {
      PointValuePair found =
          optimizer.optimize(
              new MaxEval(EVALUATIONS),
              GoalType.MINIMIZE,
              new InitialGuess(start),
              new ObjectiveFunction(point -> model.loss(rows(model, point))),
              new ObjectiveFunctionGradient(point -> flat(model.gradient(rows(model, point)))));
      return Optional.of(rows(model, found.getPoint()));
    } catch (TooManyEvaluationsException endless) {
      return Optional.empty(); // another start will do better
    }
  }

  private static double[] start(QuadraticModel model, Seed seed) {
    SplittableRandom random = seed.random();
    double[] point = new double[model.features() * model.dims()];
    for (int i = 0; i < point.length; i++) {
      point[i] = random.nextGaussian();
    }
    return point;
  }

  private static List<Double> capacities(double[][] rows) {
    List<Double> capacities = new ArrayList<>();
    for (double[] row : rows) {
      double norm = dot(row, row);
      double interference = 0;
      for (double[] other : rows) {
        interference += dot(row, other) * dot(row, other);
      }
      capacities.add(interference == 0 ? 0 : norm * norm / interference);
    }
    return capacities;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[][] rows(QuadraticModel model, double[] point) {
    double[][] rows = new double[model.features()][model.dims()];
    for (int i = 0; i < point.length; i++) {
      rows[i / model.dims()][i % model.dims()] = point[i];
    }
    return rows;
  }

  private static double[] flat(double[][] rows) {
    double[] point = new double[rows.length * rows[0].length];
    for (int i = 0; i < point.length; i++) {
      point[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return point;
  }

  private static List<List<Double>> list(double[][] rows) {
    List<List<Double>> list = new ArrayList<>();
    for (double[] row : rows) {
      List<Double> entries = new ArrayList<>();
      for (double entry : row) {
        entries.add(entry);
      }
      list.add(entries);
    }
    return list;
  }
}
