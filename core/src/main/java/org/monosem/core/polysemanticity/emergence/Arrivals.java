package org.monosem.core.polysemanticity.emergence;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;

/**
 * How many paths end at each node of a layer.
 *
 * @param each the numbers
 */
record Arrivals(List<BigInteger> each) {

  static Arrivals same(BigInteger paths, int nodes) {
    return new Arrivals(Collections.nCopies(nodes, paths));
  }

  /** Returns the sum over active nodes. */
  BigInteger at(boolean[] active) {
    BigInteger sum = BigInteger.ZERO;
    for (int node = 0; node < active.length; node++) {
      if (active[node]) {
        sum = sum.add(each.get(node));
      }
    }
    return sum;
  }
}
