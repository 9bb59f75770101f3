package org.monosem.sae.report;

import java.util.Locale;

/**
 * The frame of a small SVG plot: scales, labels and bars. Colours come from the style sheet by
 * class.
 */
final class PlotFrame {
  static final int WIDTH = 420;
  static final int HEIGHT = 200;
  static final int LEFT = 50;
  static final int RIGHT = 22;
  static final int TOP = 10;
  static final int BOTTOM = 42;
  static final int BASE = HEIGHT - BOTTOM;

  private final HtmlWriter html;

  PlotFrame(HtmlWriter html) {
    this.html = html;
  }

  /** Opens the drawing. */
  void start(String description) {
    html.start(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "class",
        "plot",
        "role",
        "img",
        "aria-label",
        description);
  }

  void end() {
    html.end("svg");
  }

  /** Draws grid lines and labels of the vertical scale. */
  void vertical(Axis y) {
    for (double tick : y.ticks(5)) {
      double at = y.at(tick);
      line("grid", LEFT, at, WIDTH - RIGHT, at);
      label(LEFT - 6, at + 4, "end", compact(tick));
    }
  }

  /** Labels a place on the horizontal scale. */
  void below(double x, String text) {
    label(x, BASE + 17, "middle", text);
  }

  /** Names the horizontal scale. */
  void name(String text) {
    label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", text);
  }

  /** Draws a bar from the base line, with a tooltip; nothing if it has no height. */
  void bar(String kind, Axis across, double top, String tooltip) {
    if (top < BASE) {
      html.start("g", "class", kind).element("title", tooltip);
      html.start(
          "rect",
          "x",
          NumberText.coordinate(across.from()),
          "y",
          NumberText.coordinate(top),
          "width",
          NumberText.coordinate(Math.max(0.5, across.to() - across.from())),
          "height",
          NumberText.coordinate(BASE - top));
      html.end("g");
    }
  }

  void line(String kind, double x1, double y1, double x2, double y2) {
    html.start(
        "path",
        "class",
        kind,
        "d",
        "M"
            + NumberText.coordinate(x1)
            + " "
            + NumberText.coordinate(y1)
            + "L"
            + NumberText.coordinate(x2)
            + " "
            + NumberText.coordinate(y2));
  }

  private void label(double x, double y, String anchor, String text) {
    html.element(
        "text",
        text,
        "x",
        NumberText.coordinate(x),
        "y",
        NumberText.coordinate(y),
        "text-anchor",
        anchor);
  }

  /** Returns a tick's value: {@code 2 k}, {@code 1.5 M}, {@code 0.25}. */
  static String compact(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return trimmed(value / 1e6) + " M";
    }
    return size >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
