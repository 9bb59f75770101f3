package org.monosem.examples.benchmark;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the contenders of one race took.
 *
 * @param byName for one run of each, in the order of their turns
 */
public record Timings(Map<String, Timing> byName) {

  /** Copies the map. */
  public Timings {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * Returns one contender's time.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Timing of(String name) {
    Timing timing = byName.get(name);
    if (timing == null) {
      throw new IllegalArgumentException("no contender " + name + " in " + byName.keySet());
    }
    return timing;
  }

  /** Returns how many times faster than {@code other} one contender is, by their best runs. */
  public double ratio(String other, String one) {
    return of(other).best() / of(one).best();
  }
}
