package org.monosem.examples.digits;

import java.awt.geom.Path2D;
import java.util.List;

/**
 * How digits are written: strokes through points, in a square from 0 to 1 with y downwards. Some
 * digits are written in two ways.
 */
final class DigitShapes {
  private static final double[] ZERO = {
    .5, .1, .28, .2, .22, .5, .28, .8, .5, .9, .72, .8, .78, .5, .72, .2, .5, .1
  };
  private static final double[] ONE = {.5, .1, .5, .35, .5, .65, .5, .9};
  private static final double[] FLAG = {.5, .1, .42, .2, .34, .27};
  private static final double[] TWO = {
    .26, .3, .34, .14, .52, .1, .7, .2, .68, .4, .5, .62, .28, .88, .5, .88, .76, .87
  };
  private static final double[] THREE = {
    .28, .18, .48, .1, .68, .2, .64, .4, .46, .48, .66, .54, .74, .72, .56, .9, .26, .82
  };
  private static final double[] FOUR_ANGLE = {.42, .1, .34, .35, .25, .58, .5, .58, .78, .57};
  private static final double[] FOUR_STEM = {.64, .3, .63, .6, .62, .92};
  private static final double[] FOUR_CLOSED = {.6, .1, .42, .36, .24, .6, .5, .61, .76, .6};
  private static final double[] FOUR_LONG_STEM = {.6, .1, .6, .5, .6, .92};
  private static final double[] FIVE = {
    .34, .12, .32, .3, .3, .46, .5, .4, .7, .5, .72, .7, .54, .88, .28, .84
  };
  private static final double[] FIVE_TOP = {.34, .12, .52, .12, .72, .11};
  private static final double[] SIX = {
    .64, .1, .44, .24, .3, .5, .3, .74, .46, .9, .66, .82, .68, .62, .5, .52, .32, .64
  };
  private static final double[] SEVEN = {.24, .14, .5, .13, .74, .12, .62, .4, .5, .65, .42, .92};
  private static final double[] SEVEN_BAR = {.38, .5, .52, .49, .68, .48};
  private static final double[] EIGHT = {
    .66, .2, .5, .1, .34, .2, .38, .38, .52, .48, .68, .62, .68, .8, .5, .9, .32, .8, .34, .62, .5,
    .48, .64, .36, .66, .2
  };
  private static final double[] NINE = {
    .68, .3, .54, .12, .34, .2, .32, .4, .48, .5, .66, .38, .68, .3, .68, .55, .6, .92
  };

  private static final List<List<List<double[]>>> WAYS =
      List.of(
          List.of(List.of(ZERO)),
          List.of(List.of(ONE), List.of(ONE, FLAG)),
          List.of(List.of(TWO)),
          List.of(List.of(THREE)),
          List.of(List.of(FOUR_ANGLE, FOUR_STEM), List.of(FOUR_CLOSED, FOUR_LONG_STEM)),
          List.of(List.of(FIVE, FIVE_TOP)),
          List.of(List.of(SIX)),
          List.of(List.of(SEVEN), List.of(SEVEN, SEVEN_BAR)),
          List.of(List.of(EIGHT)),
          List.of(List.of(NINE)));

  private DigitShapes() {}

  /** Returns the ways to write a digit; each is a list of strokes, x and y of point after point. */
  static List<List<double[]>> ways(int digit) {
    return WAYS.get(digit);
  }

  /** Draws a smooth line: through the middles between points, towards the points. */
  static Path2D smooth(double[] points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length - 2; i += 2) {
      path.quadTo(
          points[i],
          points[i + 1],
          (points[i] + points[i + 2]) / 2,
          (points[i + 1] + points[i + 3]) / 2);
    }
    path.lineTo(points[points.length - 2], points[points.length - 1]);
    return path;
  }
}
