package org.monosem.core.polysemanticity.embedding;

import java.util.Map;

/** A mean that grows number by number. */
final class Mean {
  private double sum;
  private long count;

  void add(double value) {
    sum += value;
    count++;
  }

  /** Adds a number if it is one. */
  void addKnown(double value) {
    if (!Double.isNaN(value)) {
      add(value);
    }
  }

  /** Adds a part's pairs, or the part as one; a part without pairs lies at one point. */
  void add(Mean part, DistanceAverage average) {
    if (average == DistanceAverage.PAIRS) {
      sum += part.sum;
      count += part.count;
    } else {
      add(part.count == 0 ? 0 : part.value());
    }
  }

  /** Returns the mean, NaN of nothing. */
  double value() {
    return sum / count;
  }

  /** Puts a number under a name unless it is not one. */
  static void put(Map<String, Object> map, String name, double value) {
    if (!Double.isNaN(value)) {
      map.put(name, value);
    }
  }
}
