package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.plot.CurvePlot.Axis;
import org.monosem.examples.plot.CurvePlot.Curve;
import org.monosem.examples.plot.CurvePlot.Point;
import org.monosem.examples.plot.CurvePlot.Style;
import org.monosem.sae.toymodel.quadratic.CapacityAllocation;
import org.monosem.sae.toymodel.quadratic.QuadraticModel;

/** The curves of the capacity experiment: theory dashed, what a search found as marks. */
final class CapacityPlots {
  private static final Axis CAPACITY = Axis.linear("Capacity (dimensions)");

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
      series.add(across(label(own.get(0)), own, m -> m.importances().get(0), 0));
    }
    return both(
        "Capacity of the more important of two features in one dimension",
        Axis.logarithmic("Ratio of importances"),
        series);
  }

  static CurvePlot bySparsity(List<CapacityComparison> byProbability) {
    List<Double> importances = byProbability.get(0).model().importances();
    List<Series> series =
        IntStream.range(0, importances.size())
            .mapToObj(
                i ->
                    across(
                        "v = " + importances.get(i),
                        byProbability,
                        // uniform features: F = 9 / (5 p) - 1
                        m -> 9 / (5 * (m.squareVariance() + 1)),
                        i))
            .toList();
    return both(
        "Capacity by sparsity, 5 uniform features in 2 dimensions",
        Axis.logarithmic("Probability that a feature is present"),
        series);
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

  /** One feature's capacity across several problems. */
  private static Series across(
      String name,
      List<CapacityComparison> comparisons,
      ToDoubleFunction<QuadraticModel> x,
      int feature) {
    Function<Function<CapacityComparison, CapacityAllocation>, List<Point>> points =
        which ->
            comparisons.stream()
                .map(
                    c ->
                        new Point(
                            x.applyAsDouble(c.model()), which.apply(c).capacities().get(feature)))
                .toList();
    return new Series(
        name, points.apply(CapacityComparison::theory), points.apply(CapacityComparison::found));
  }

  private static String label(CapacityComparison comparison) {
    return String.format(Locale.ROOT, "F = %.3g", comparison.model().squareVariance());
  }

  private static CurvePlot both(String title, Axis x, List<Series> series) {
    List<Curve> curves = new ArrayList<>();
    series.forEach(s -> curves.add(new Curve(s.name, Style.PREDICTION, s.theory)));
    series.forEach(s -> curves.add(new Curve(s.name + ", found", Style.MARKS, s.found)));
    return new CurvePlot(title, x, CAPACITY, curves);
  }

  private record Series(String name, List<Point> theory, List<Point> found) {}
}
