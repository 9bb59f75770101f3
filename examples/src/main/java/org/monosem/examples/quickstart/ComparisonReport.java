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
            "How many things a unit means, of %,d neurons and %,d features that were active on at"
                + " least ten of %,d held-out tokens. The plots have the units in order; up is"
                + " monosemantic.",
            compared.neurons().often(),
            compared.features().often(),
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
    if (!Double.isFinite(value)) {
      return "none";
    }
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3g" : "%,.0f", value);
  }
}
