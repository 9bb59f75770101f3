package org.monosem.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A drawing of a {@link ParetoPlot}. */
final class ParetoChart {
  static final String FRONT = "Pareto front";

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int SCALE = 2;

  /** Okabe and Ito's colours, told apart by everyone; more kinds than colours begin again. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x882255),
          new Color(0x666666));

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
          series.setMarkerColor(COLOURS.get(kind % COLOURS.size()));
          series.setLineColor(COLOURS.get(kind % COLOURS.size()));
          series.setLineStyle(new BasicStroke(1.5f));
        }
      }
    }
    return new ParetoChart(chart);
  }

  /** Returns the drawing as PNG, {@value #SCALE} pixels a unit. */
  byte[] png() {
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("drawing a PNG", e);
    }
    return bytes.toByteArray();
  }

  /** Returns the drawing as SVG; letters are shapes, but its description names every curve. */
  String svg() {
    Document document = document();
    SVGGraphics2D graphics = new SVGGraphics2D(document);
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    chart.paint(graphics, WIDTH, HEIGHT);
    Element root = graphics.getRoot();
    Element described = document.createElementNS("http://www.w3.org/2000/svg", "desc");
    described.setTextContent(description());
    root.insertBefore(described, root.getFirstChild());
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, true, false);
    } catch (IOException e) {
      throw new UncheckedIOException("drawing an SVG", e);
    }
    return text.toString();
  }

  /** Returns the axes, and every curve with its points, a line each. */
  private String description() {
    StringBuilder text = new StringBuilder();
    text.append("across: ").append(chart.getXAxisTitle()).append('\n');
    text.append("up: ").append(chart.getYAxisTitle()).append('\n');
    for (XYSeries series : chart.getSeriesCollection()) {
      text.append(series.getName()).append(':');
      for (int i = 0; i < series.getXData().length; i++) {
        text.append(
            String.format(
                Locale.ROOT, " (%.6g, %.6g)", series.getXData()[i], series.getYData()[i]));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("making an empty document", e);
    }
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
