package org.monosem.sae.report;

import java.util.List;
import java.util.StringJoiner;

/** The plots of the page. Stateless. */
final class Plots {
  private static final int DEAD_WIDTH = 50;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Plots() {}

  /** Draws a curve with axes; the vertical axis holds zero. */
  static void curve(HtmlWriter html, Curve curve) {
    List<Curve.Point> points = curve.points();
    double high = points.stream().mapToDouble(Curve.Point::y).max().orElse(1);
    double low = Math.min(0, points.stream().mapToDouble(Curve.Point::y).min().orElse(0));
    double last = points.stream().mapToDouble(Curve.Point::x).max().orElse(1);
    Axis x = new Axis(0, last, PlotFrame.LEFT, PlotFrame.WIDTH - PlotFrame.RIGHT);
    Axis y = vertical(low, high);
    PlotFrame frame = new PlotFrame(html);
    frame.start(curve.name() + " over " + curve.steps());
    frame.vertical(y);
    x.ticks(5).forEach(tick -> frame.below(x.at(tick), PlotFrame.compact(tick)));
    frame.name(curve.steps());
    if (!points.isEmpty()) {
      html.start("path", "class", "curve", "d", path(points, x, y));
    }
    frame.end();
  }

  /** Draws two curves over one axis, the first dashed; the vertical axis begins at zero. */
  static void pair(HtmlWriter html, Comparison.CurvePair pair, Comparison names) {
    double high = Math.max(top(pair.first()), top(pair.second()));
    Axis x = new Axis(0, 1, PlotFrame.LEFT, PlotFrame.WIDTH - PlotFrame.RIGHT);
    Axis y = vertical(0, high);
    PlotFrame frame = new PlotFrame(html);
    frame.start("%s: %s dashed, %s solid".formatted(pair.name(), names.first(), names.second()));
    frame.vertical(y);
    x.ticks(5).forEach(tick -> frame.below(x.at(tick), PlotFrame.compact(tick)));
    frame.name("%s (%s dashed, %s solid)".formatted(pair.across(), names.first(), names.second()));
    if (!pair.first().isEmpty()) {
      html.start("path", "class", "curve dashed", "d", path(pair.first(), x, y));
    }
    if (!pair.second().isEmpty()) {
      html.start("path", "class", "curve", "d", path(pair.second(), x, y));
    }
    frame.end();
  }

  private static double top(List<Curve.Point> points) {
    return points.stream().mapToDouble(Curve.Point::y).max().orElse(0);
  }

  /** Draws the density histogram, the dead features apart at the left. */
  static void density(HtmlWriter html, DensityHistogram density) {
    int most = density.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
    Axis y = vertical(0, Math.max(1, Math.max(most, density.dead())));
    PlotFrame frame = new PlotFrame(html);
    frame.start("How many features fire how often");
    frame.vertical(y);
    double left = PlotFrame.LEFT;
    String dead = NumberText.count(density.dead()) + " features never fire";
    frame.bar("dead", new Axis(0, 1, left + 6, left + 26), y.at(density.dead()), dead);
    frame.below(left + 16, "dead");
    bars(frame, density, y);
    frame.name("share of tokens on which a feature fires");
    frame.end();
  }

  private static void bars(PlotFrame frame, DensityHistogram density, Axis y) {
    double first = density.firstLog10();
    double last = first + density.counts().size() * density.binWidth();
    Axis x = new Axis(first, last, PlotFrame.LEFT + DEAD_WIDTH, PlotFrame.WIDTH - PlotFrame.RIGHT);
    for (int i = 0; i < density.counts().size(); i++) {
      double from = first + i * density.binWidth();
      double to = from + density.binWidth();
      int count = density.counts().get(i);
      String range = NumberText.of(Math.pow(10, from)) + " to " + NumberText.of(Math.pow(10, to));
      frame.bar(
          "bar",
          new Axis(from, to, x.at(from) + 0.5, x.at(to) - 0.5),
          y.at(count),
          NumberText.count(count) + " features with density " + range);
    }
    for (int decade = (int) Math.ceil(first); decade <= last + 1e-9; decade++) {
      frame.below(x.at(decade), powerOfTen(decade));
    }
  }

  private static Axis vertical(double low, double high) {
    double top = high > low ? high + 0.05 * (high - low) : low + 1;
    return new Axis(low, top, PlotFrame.BASE, PlotFrame.TOP);
  }

  private static String path(List<Curve.Point> points, Axis x, Axis y) {
    StringJoiner path = new StringJoiner("L", "M", "");
    int every = Math.max(1, points.size() / PlotFrame.WIDTH);
    for (int i = 0; i < points.size(); i++) {
      if (i % every == 0 || i == points.size() - 1) {
        Curve.Point point = points.get(i);
        path.add(
            NumberText.coordinate(x.at(point.x())) + " " + NumberText.coordinate(y.at(point.y())));
      }
    }
    return path.toString();
  }

  private static String powerOfTen(int exponent) {
    if (exponent == 0) {
      return "1";
    }
    StringBuilder text = new StringBuilder(exponent < 0 ? "10⁻" : "10");
    Integer.toString(Math.abs(exponent))
        .chars()
        .forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
    return text.toString();
  }
}
