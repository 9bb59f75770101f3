package org.monosem.examples.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Dictionaries by sparsity and faithfulness: a curve for each kind and size, coloured by kind and
 * marked by size, and the front of those that no other beats in both.
 *
 * @param xName what the horizontal axis says; less of it is better
 * @param yName what the vertical axis says
 * @param better which end of the vertical axis is the good one
 * @param points the dictionaries
 */
public record ParetoPlot(String xName, String yName, Better better, List<Point> points) {

  /** Which values are better. */
  public enum Better {
    /** Small ones, of an error for instance. */
    LOWER,
    /** Large ones. */
    HIGHER
  }

  /**
   * A dictionary.
   *
   * @param kind its architecture or recipe
   * @param size its number of features
   * @param x its place across, finite
   * @param y its place up, finite
   */
  public record Point(String kind, int size, double x, double y) {}

  /** Copies the points. */
  public ParetoPlot {
    points = List.copyOf(points);
  }

  /**
   * Returns the front, ascending in x: the points such that no other is as sparse and as good, and
   * better in one of the two. Of equal points the first stands for all.
   */
  public List<Point> front() {
    Comparator<Point> best = Comparator.comparingDouble(point -> -goodness(point));
    List<Point> sorted =
        points.stream().sorted(Comparator.comparingDouble(Point::x).thenComparing(best)).toList();
    List<Point> front = new ArrayList<>();
    double reached = Double.NEGATIVE_INFINITY;
    for (Point point : sorted) {
      if (goodness(point) > reached) {
        reached = goodness(point);
        front.add(point);
      }
    }
    return front;
  }

  /**
   * Writes {@code path.svg} and {@code path.png}, whole or not at all; nothing if there are no
   * points.
   *
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void write(Path path) {
    if (points.isEmpty()) {
      return;
    }
    ParetoChart.of(this).image().write(path);
  }

  private double goodness(Point point) {
    return better == Better.LOWER ? -point.y() : point.y();
  }
}
