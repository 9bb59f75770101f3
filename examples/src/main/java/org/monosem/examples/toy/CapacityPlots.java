package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.plot.CurvePlot.Axis;
import org.monosem.examples.plot.CurvePlot.Curve;
import org.monosem.examples.plot.CurvePlot.Point;
import org.monosem.examples.plot.CurvePlot.Style;
import org.monosem.sae.toymodel.quadratic.CapacityAllocation;
import org.monosem.sae.toymodel.quadratic.ClosedForm;
import org.monosem.sae.toymodel.quadratic.QuadraticModel;

/** The curves of the capacity experiment: theory dashed, what a search found as marks. */
final class CapacityPlots {
  private static final Axis CAPACITY = Axis.linear("Capacity (dimensions)");
  private static final int PLACES = 40; // dashes begin anew at each

  private CapacityPlots() {}

  static CurvePlot byImportance(List<CapacityComparison> byVariance) {
    return both(
        "Capacity by importance, 16 features in 5 dimensions",
        Axis.linear("Importance v"),
        byVariance.stream().map(CapacityPlots::acrossImportances).toList());
  }

  static CurvePlot ofTwo(List<CapacityComparison> pairs) {
    List<Series> series = new ArrayList<>();
    int ratios = pairs.size() / CapacityProblems.SQUARE_VARIANCES.size();
    for (int i = 0; i < pairs.size(); i += ratios) {
      List<CapacityComparison> own = pairs.subList(i, i + ratios);
      double f = own.get(0).model().squareVariance();
      series.add(
          new Series(
              label(own.get(0)),
              theory(1, 8, ratio -> CapacityProblems.pair(ratio, f), 0),
              found(own, model -> model.importances().get(0), 0)));
    }
    return both(
        "Capacity of the more important of two features in one dimension",
        Axis.linear("Ratio of importances"),
        series);
  }

  static CurvePlot bySparsity(List<CapacityComparison> byProbability) {
    List<Double> importances = byProbability.get(0).model().importances();
    List<Series> series =
        IntStream.range(0, importances.size())
            .mapToObj(
                i ->
                    new Series(
                        "v = " + importances.get(i),
                        theory(0.01, 1, CapacityProblems::sparse, i),
                        // uniform features: F = 9 / (5 p) - 1
                        found(byProbability, model -> 9 / (5 * (model.squareVariance() + 1)), i)))
            .toList();
    return both(
        "Capacity by sparsity, 5 uniform features in 2 dimensions",
        Axis.logarithmic("Probability that a feature is present"),
        series);
  }

  /** One feature's capacity in theory, at places spaced by equal factors. */
  private static List<Point> theory(
      double from, double to, DoubleFunction<QuadraticModel> model, int feature) {
    return IntStream.rangeClosed(0, PLACES)
        .mapToDouble(i -> from * Math.pow(to / from, (double) i / PLACES))
        .mapToObj(x -> new Point(x, ClosedForm.optimum(model.apply(x)).capacities().get(feature)))
        .toList();
  }

  /** One feature's capacity as found in several problems. */
  private static List<Point> found(
      List<CapacityComparison> comparisons, ToDoubleFunction<QuadraticModel> x, int feature) {
    return comparisons.stream()
        .map(c -> new Point(x.applyAsDouble(c.model()), c.found().capacities().get(feature)))
        .toList();
  }

  private static Series acrossImportances(CapacityComparison comparison) {
    List<Double> importances = comparison.model().importances();
    Function<CapacityAllocation, List<Point>> points =
        allocation ->
            IntStream.range(0, importances.size())
                .mapToObj(i -> new Point(importances.get(i), allocation.capacities().get(i)))
                .toList();
    return new Series(
        label(comparison), points.apply(comparison.theory()), points.apply(comparison.found()));
  }

  private static String label(CapacityComparison comparison) {
    return String.format(Locale.ROOT, "F = %.1f", comparison.model().squareVariance());
  }

  private static CurvePlot both(String title, Axis x, List<Series> series) {
    List<Curve> curves = new ArrayList<>();
    series.forEach(s -> curves.add(new Curve(s.name, Style.PREDICTION, s.theory)));
    series.forEach(s -> curves.add(new Curve(s.name + ", found", Style.MARKS, s.found)));
    return new CurvePlot(title, x, CAPACITY, curves);
  }

  private record Series(String name, List<Point> theory, List<Point> found) {}
}
