package org.monosem.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A drawing of a {@link ParetoPlot}. */
final class ParetoChart {
  static final String FRONT = "Pareto front";

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN);

  private final XYChart chart;

  private ParetoChart(XYChart chart) {
    this.chart = chart;
  }

  static ParetoChart of(ParetoPlot plot) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(plot.xName())
            .yAxisTitle(plot.yName())
            .build();
    style(chart);
    addFront(chart, plot.front());
    List<String> kinds = plot.points().stream().map(ParetoPlot.Point::kind).distinct().toList();
    List<Integer> sizes =
        plot.points().stream().map(ParetoPlot.Point::size).distinct().sorted().toList();
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (int size = 0; size < sizes.size(); size++) {
        List<ParetoPlot.Point> points = curve(plot, kinds.get(kind), sizes.get(size));
        if (!points.isEmpty()) {
          XYSeries series = add(chart, points);
          series.setMarker(MARKERS.get(size % MARKERS.size()));
          series.setMarkerColor(ChartColours.of(kind));
          series.setLineColor(ChartColours.of(kind));
          series.setLineStyle(new BasicStroke(1.5f));
        }
      }
    }
    return new ParetoChart(chart);
  }

  /** Returns the drawing, to be written as PNG or SVG. */
  ChartImage image() {
    return new ChartImage(chart, WIDTH, HEIGHT);
  }

  private static void style(XYChart chart) {
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setMarkerSize(9);
    chart.getStyler().setXAxisMin(0.0);
  }

  private static void addFront(XYChart chart, List<ParetoPlot.Point> front) {
    XYSeries series = add(chart, FRONT, front);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(new Color(0xBBBBBB));
    series.setLineStyle(new BasicStroke(7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static List<ParetoPlot.Point> curve(ParetoPlot plot, String kind, int size) {
    return plot.points().stream()
        .filter(point -> point.kind().equals(kind) && point.size() == size)
        .sorted(Comparator.comparingDouble(ParetoPlot.Point::x))
        .toList();
  }

  private static XYSeries add(XYChart chart, List<ParetoPlot.Point> points) {
    ParetoPlot.Point first = points.get(0);
    String name = String.format(Locale.ROOT, "%s, %d features", first.kind(), first.size());
    return add(chart, name, points);
  }

  private static XYSeries add(XYChart chart, String name, List<ParetoPlot.Point> points) {
    return chart.addSeries(
        name,
        points.stream().mapToDouble(ParetoPlot.Point::x).toArray(),
        points.stream().mapToDouble(ParetoPlot.Point::y).toArray());
  }
}
