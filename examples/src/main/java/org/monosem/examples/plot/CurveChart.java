package org.monosem.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Drawings of a {@link CurvePlot}. */
final class CurveChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final String LINEAR = "#,##0.######";
  private static final float[] DASHES = {8, 6};

  private CurveChart() {}

  static Optional<ChartImage> of(CurvePlot plot) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(plot.title())
            .xAxisTitle(plot.x().name())
            .yAxisTitle(plot.y().name())
            .build();
    style(chart, plot);
    for (int i = 0; i < plot.curves().size(); i++) {
      add(chart, plot, i);
    }
    return chart.getSeriesCollection().isEmpty()
        ? Optional.empty()
        : Optional.of(new ChartImage(chart, WIDTH, HEIGHT));
  }

  private static void style(XYChart chart, CurvePlot plot) {
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setMarkerSize(7);
    chart.getStyler().setXAxisLogarithmic(plot.x().logarithmic());
    chart.getStyler().setYAxisLogarithmic(plot.y().logarithmic());
    // Left alone, the labels of one axis are 0.1 and .08.
    if (!plot.x().logarithmic()) {
      chart.getStyler().setXAxisDecimalPattern(LINEAR);
    }
    if (!plot.y().logarithmic()) {
      chart.getStyler().setYAxisDecimalPattern(LINEAR);
    }
  }

  private static void add(XYChart chart, CurvePlot plot, int index) {
    CurvePlot.Curve curve = plot.curves().get(index);
    List<CurvePlot.Point> points =
        curve.points().stream()
            .filter(point -> drawn(plot.x(), point.x()) && drawn(plot.y(), point.y()))
            .toList();
    if (points.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            curve.name(),
            points.stream().mapToDouble(CurvePlot.Point::x).toArray(),
            points.stream().mapToDouble(CurvePlot.Point::y).toArray());
    series.setLineColor(colour(plot, index));
    series.setMarkerColor(colour(plot, index));
    boolean marked =
        curve.style() == CurvePlot.Style.LINE || curve.style() == CurvePlot.Style.MARKS;
    series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setXYSeriesRenderStyle(
        curve.style() == CurvePlot.Style.MARKS
            ? XYSeries.XYSeriesRenderStyle.Scatter
            : XYSeries.XYSeriesRenderStyle.Line);
    series.setLineStyle(stroke(curve.style()));
  }

  /** Curves of one kin, the part of the name before a comma, have one colour. */
  private static Color colour(CurvePlot plot, int index) {
    List<String> kins = plot.curves().stream().map(CurveChart::kin).distinct().toList();
    return ChartColours.of(kins.indexOf(kin(plot.curves().get(index))));
  }

  private static String kin(CurvePlot.Curve curve) {
    int comma = curve.name().indexOf(',');
    return comma < 0 ? curve.name() : curve.name().substring(0, comma);
  }

  private static boolean drawn(CurvePlot.Axis axis, double value) {
    return Double.isFinite(value) && (value > 0 || !axis.logarithmic());
  }

  private static BasicStroke stroke(CurvePlot.Style style) {
    return style == CurvePlot.Style.PREDICTION
        ? new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
        : new BasicStroke(1.5f);
  }
}
