package org.monosem.examples.polysemanticity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.plot.CurvePlot.Axis;
import org.monosem.examples.plot.CurvePlot.Curve;
import org.monosem.examples.plot.CurvePlot.Point;
import org.monosem.examples.plot.CurvePlot.Style;

/**
 * A measure over the units of both kinds, brought to [0, 1], where 1 is monosemantic: capacity
 * stays as it is; a scale phi on n rows becomes {@code ln(phi) / ln(n)}, cut off at 0 and 1; a
 * distance d becomes {@code 1 - d}, cut off at 0.
 *
 * @param name what is shown
 * @param neurons the share of units below, and the value, ascending; at most 48 points, or dashes
 *     would be lost between them
 * @param features likewise
 */
public record ComparisonPlot(String name, List<Point> neurons, List<Point> features) {
  private static final int POINTS = 48;

  /** Copies the points. */
  public ComparisonPlot {
    neurons = List.copyOf(neurons);
    features = List.copyOf(features);
  }

  /** Returns the measures: capacity and likeness of examples, scale, capacity of activations. */
  public static List<ComparisonPlot> of(NeuronsAndFeatures compared) {
    ComparedUnits neurons = compared.neurons();
    ComparedUnits features = compared.features();
    double span = Math.log((double) compared.rows());
    return List.of(
        plot(
            "Capacity of examples, 1 - spread",
            neurons.spreads(),
            features.spreads(),
            spread -> 1 - spread),
        plot(
            "Monosemantic scale, ln(phi) / ln(tokens)",
            neurons.scales(),
            features.scales(),
            phi -> Math.min(1, Math.max(0, Math.log(phi) / span))),
        plot(
            "Likeness of examples, 1 - distance",
            neurons.distances(),
            features.distances(),
            distance -> Math.max(0, 1 - distance)),
        plot(
            "Capacity of activations",
            neurons.capacities(),
            features.capacities(),
            capacity -> capacity));
  }

  /** Returns all measures in one figure, features solid, neurons dashed. */
  public static CurvePlot figure(NeuronsAndFeatures compared) {
    List<Curve> curves = new ArrayList<>();
    for (ComparisonPlot plot : of(compared)) {
      String name = plot.name().replaceAll(",.*", "").toLowerCase(Locale.ROOT);
      curves.add(new Curve(name + ", features", Style.CURVE, plot.features()));
      curves.add(new Curve(name + ", neurons", Style.PREDICTION, plot.neurons()));
    }
    return new CurvePlot(
        "Neurons and features",
        Axis.linear("share of units"),
        Axis.linear("0 polysemantic, 1 monosemantic"),
        curves);
  }

  private static ComparisonPlot plot(
      String name, List<Double> neurons, List<Double> features, DoubleUnaryOperator brought) {
    return new ComparisonPlot(name, points(neurons, brought), points(features, brought));
  }

  private static List<Point> points(List<Double> values, DoubleUnaryOperator brought) {
    List<Double> ascending =
        values.stream().map(value -> brought.applyAsDouble(value)).sorted().toList();
    List<Point> points = new ArrayList<>();
    int size = ascending.size();
    for (int i = 0; i < Math.min(POINTS, size); i++) {
      int rank = size <= POINTS ? i : (int) Math.round((double) i * (size - 1) / (POINTS - 1));
      points.add(new Point((rank + 0.5) / size, ascending.get(rank)));
    }
    return points;
  }
}
