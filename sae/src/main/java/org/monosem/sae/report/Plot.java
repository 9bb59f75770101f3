package org.monosem.sae.report;

import java.util.List;

/** Small drawings in SVG; colours come from the style sheet by class. Stateless. */
final class Plot {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 200;
  private static final int LEFT = 46;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 40;
  private static final int DEAD_WIDTH = 34;

  private Plot() {}

  /** Draws a curve with axes; the vertical axis begins at zero unless values are negative. */
  static void curve(HtmlWriter html, Curve curve) {
    List<Curve.Point> points = curve.points();
    double high = points.stream().mapToDouble(Curve.Point::y).max().orElse(1);
    double low = Math.min(0, points.stream().mapToDouble(Curve.Point::y).min().orElse(0));
    double last = points.stream().mapToDouble(Curve.Point::x).max().orElse(1);
    Axis x = new Axis(0, last, LEFT, WIDTH - RIGHT);
    Axis y = new Axis(low, high > low ? high * 1.05 : low + 1, HEIGHT - BOTTOM, TOP);
    startPlot(html, curve.name() + " over " + curve.steps());
    verticalScale(html, y);
    x.ticks(5).forEach(t -> label(html, x.at(t), HEIGHT - BOTTOM + 15, "middle", short_(t)));
    label(html, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", curve.steps());
    if (!points.isEmpty()) {
      html.start("path", "class", "curve", "d", path(points, x, y));
    }
    html.end("svg");
  }

  /** Draws the density histogram with the dead features apart at the left. */
  static void density(HtmlWriter html, DensityHistogram density) {
    List<Integer> counts = density.counts();
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
    Axis y = new Axis(0, Math.max(1, Math.max(most, density.dead())) * 1.05, HEIGHT - BOTTOM, TOP);
    double last = density.firstLog10() + counts.size() * density.binWidth();
    Axis x = new Axis(density.firstLog10(), last, LEFT + DEAD_WIDTH, WIDTH - RIGHT);
    startPlot(html, "How many features fire how often");
    verticalScale(html, y);
    bar(html, "dead", new Axis(0, 1, LEFT + 6, LEFT + 24), 0, density.dead(), y,
        NumberText.count(density.dead()) + " dead");
    label(html, LEFT + 15, HEIGHT - BOTTOM + 15, "middle", "dead");
    for (int i = 0; i < counts.size(); i++) {
      double from = density.firstLog10() + i * density.binWidth();
      Axis bin = new Axis(0, 1, x.at(from) + 0.5, x.at(from + density.binWidth()) - 0.5);
      bar(html, "bar", bin, 0, counts.get(i), y, NumberText.count(counts.get(i)) + " features");
    }
    for (double t = Math.ceil(density.firstLog10()); t <= last + 1e-9; t++) {
      label(html, x.at(t), HEIGHT - BOTTOM + 15, "middle", power(t));
    }
    label(html, (LEFT + DEAD_WIDTH + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle",
        "share of tokens on which a feature fires");
    html.end("svg");
  }
}
