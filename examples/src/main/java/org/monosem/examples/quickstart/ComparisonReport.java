package org.monosem.examples.quickstart;

import java.util.List;
import java.util.Locale;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.polysemanticity.ComparisonPlot;
import org.monosem.examples.polysemanticity.NeuronsAndFeatures;
import org.monosem.sae.report.Comparison;
import org.monosem.sae.report.Curve;

/** What the page says of neurons beside features. */
final class ComparisonReport {
  private ComparisonReport() {}

  static Comparison of(NeuronsAndFeatures compared) {
    return new Comparison(
        "Neurons and features",
        String.format(
            Locale.ROOT,
            "How many things a unit means, of the %,d neurons of the layer and of the %,d features"
                + " that were active on %,d held-out tokens. The plots have the units in order; up"
                + " is monosemantic.",
            compared.neurons().units(),
            compared.features().active(),
            compared.rows()),
        "neurons",
        "features",
        compared.table().stream().map(ComparisonReport::row).toList(),
        ComparisonPlot.of(compared).stream().map(ComparisonReport::pair).toList());
  }

  private static Comparison.Row row(NeuronsAndFeatures.Measure measure) {
    return new Comparison.Row(
        measure.name(),
        number(measure.neurons()),
        number(measure.features()),
        measure.reading()
            + (measure.higherIsMonosemantic()
                ? "; high is monosemantic"
                : "; low is monosemantic"));
  }

  private static Comparison.CurvePair pair(ComparisonPlot plot) {
    return new Comparison.CurvePair(
        plot.name(), "share of units", points(plot.neurons()), points(plot.features()));
  }

  private static List<Curve.Point> points(List<CurvePlot.Point> points) {
    return points.stream().map(point -> new Curve.Point(point.x(), point.y())).toList();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "none";
  }
}
