package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long one piece of work took, in seconds.
 *
 * @param best the shortest repeat
 * @param median of the repeats
 */
public record Timing(double best, double median) {

  /** Returns the figures of some repeats, at least one. */
  static Timing of(List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Timing(sorted.get(0), median);
  }

  /** Returns what this took beyond a part of it that was timed alone. */
  Timing minus(Timing part) {
    return new Timing(best - part.best, median - part.median);
  }

  /** Returns both in milliseconds. */
  Map<String, Object> toMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("best", 1e3 * best);
    result.put("median", 1e3 * median);
    return result;
  }
}
