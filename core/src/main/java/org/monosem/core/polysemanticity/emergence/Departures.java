package org.monosem.core.polysemanticity.emergence;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * How many paths go on from each node of a layer, those that begin there included.
 *
 * @param each the numbers
 */
record Departures(List<BigInteger> each) {

  /** One begins at every inactive node; those that arrive go on where the rule lets them pass. */
  static Departures of(Arrivals arrivals, boolean[] active, CountingRule rule) {
    List<BigInteger> each = new ArrayList<>(active.length);
    for (int node = 0; node < active.length; node++) {
      BigInteger begun = active[node] ? BigInteger.ZERO : BigInteger.ONE;
      boolean passes = active[node] || rule == CountingRule.INNER_ANY;
      each.add(passes ? begun.add(arrivals.each().get(node)) : begun);
    }
    return new Departures(each);
  }
}
