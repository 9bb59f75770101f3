package org.monosem.sae.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear scale from values to coordinates.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}
 * @param from the coordinate of {@code low}
 * @param to the coordinate of {@code high}
 */
record Axis(double low, double high, double from, double to) {

  /** Returns the coordinate of a value. */
  double at(double value) {
    return high == low ? from : from + (value - low) / (high - low) * (to - from);
  }

  /** Returns round values within the range: multiples of 1, 2 or 5 times a power of ten. */
  List<Double> ticks(int most) {
    double step = step((high - low) / Math.max(1, most));
    List<Double> ticks = new ArrayList<>();
    if (!(step > 0) || !Double.isFinite(step)) {
      return ticks;
    }
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
