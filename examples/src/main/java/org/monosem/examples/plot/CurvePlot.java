package org.monosem.examples.plot;

import java.nio.file.Path;
import java.util.List;

/**
 * Curves over one axis: what an experiment's paper shows.
 *
 * @param title what is shown
 * @param x the axis across
 * @param y the axis up
 * @param curves at least one
 */
public record CurvePlot(String title, Axis x, Axis y, List<Curve> curves) {

  /**
   * An axis.
   *
   * @param name what it says, units included
   * @param logarithmic whether equal ratios have equal lengths; values of zero or less are left out
   */
  public record Axis(String name, boolean logarithmic) {
    /** Returns an axis on which equal differences have equal lengths. */
    public static Axis linear(String name) {
      return new Axis(name, false);
    }

    /** Returns an axis on which equal ratios have equal lengths. */
    public static Axis logarithmic(String name) {
      return new Axis(name, true);
    }
  }

  /** How a curve is drawn. */
  public enum Style {
    /** A line with a mark at every point. */
    LINE,
    /** A line without marks, of many points. */
    CURVE,
    /** A dashed line without marks: a prediction beside measurements. */
    PREDICTION,
    /** Marks alone. */
    MARKS
  }

  /**
   * A point.
   *
   * @param x its place across, finite
   * @param y its place up, finite
   */
  public record Point(double x, double y) {}

  /**
   * A curve.
   *
   * @param name what the legend says, unlike any other's in the plot; curves whose names are equal
   *     up to a comma, such as a theory and its measurement, have one colour
   * @param style how it is drawn
   * @param points in the order in which the line goes
   */
  public record Curve(String name, Style style, List<Point> points) {
    /** Copies the points. */
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** Copies the curves. */
  public CurvePlot {
    curves = List.copyOf(curves);
  }

  /**
   * Writes {@code path.svg} and {@code path.png}, each whole or not at all; nothing if no curve has
   * a point that can be drawn.
   *
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void write(Path path) {
    CurveChart.of(this).ifPresent(chart -> chart.write(path));
  }
}
