package org.monosem.sae.report;

import java.util.List;
import java.util.Objects;

/**
 * A value over the course of training.
 *
 * @param name what is shown, such as {@code L0}
 * @param steps what the horizontal axis counts, such as {@code steps}
 * @param points the curve, ascending in {@code x}; points that are not finite are left out
 */
public record Curve(String name, String steps, List<Point> points) {

  /**
   * A point of a curve.
   *
   * @param x the step
   * @param y the value
   */
  public record Point(double x, double y) {}

  /** Copies the points. */
  public Curve {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(steps, "steps");
    points = points.stream().filter(p -> Double.isFinite(p.x()) && Double.isFinite(p.y())).toList();
  }
}
