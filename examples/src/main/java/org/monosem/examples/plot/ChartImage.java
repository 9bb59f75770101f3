package org.monosem.examples.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.monosem.core.file.AtomicFile;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A chart as a picture.
 *
 * @param chart what is drawn
 * @param width in units of the drawing
 * @param height in units of the drawing
 */
record ChartImage(XYChart chart, int width, int height) {
  private static final int SCALE = 2;

  /** Writes {@code path.svg} and {@code path.png}, each whole or not at all. */
  void write(Path path) {
    AtomicFile.writeString(path.resolveSibling(path.getFileName() + ".svg"), svg());
    AtomicFile.write(path.resolveSibling(path.getFileName() + ".png"), png());
  }

  /** Returns the drawing as PNG, {@value #SCALE} pixels a unit. */
  byte[] png() {
    BufferedImage image =
        new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, width, height);
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
    graphics.setSVGCanvasSize(new Dimension(width, height));
    chart.paint(graphics, width, height);
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
}
