package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One operator alone, and how much it does in a run.
 *
 * @param name what it is
 * @param amount of the unit in one run, in 10<sup>9</sup>; of {@link Unit#LAUNCHES} in ones
 * @param unit what is counted
 * @param contender does it
 */
record Ceiling(String name, double amount, Unit unit, Contender contender) {

  /** What an operator's rate is told in. */
  enum Unit {
    /** Floating-point operations. */
    GFLOP("gflop/s"),
    /** Bytes read and written. */
    GIGABYTE("gb/s"),
    /** Operators, of which the time of one is told. */
    LAUNCHES("us each");

    private final String text;

    Unit(String text) {
      this.text = text;
    }
  }

  /** Returns the rate at which it ran, in its unit. */
  double rate(Timing timing) {
    return unit == Unit.LAUNCHES ? 1e6 * timing.best() / amount : amount / timing.best();
  }

  Map<String, Object> toMap(Timing timing) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("operator", name);
    row.put("best_ms", 1e3 * timing.best());
    row.put("median_ms", 1e3 * timing.median());
    row.put("rate", rate(timing));
    row.put("unit", unit.text);
    return row;
  }
}
