package org.monosem.sae.probing;

import java.util.Comparator;
import java.util.stream.IntStream;

/** How much each column's mean differs between the two classes. */
final class MeanDifference {
  private MeanDifference() {}

  /** Returns mean over the positive rows less mean over the others, for every column. */
  static double[] of(DesignMatrix x, boolean[] positive) {
    int positives = 0;
    for (boolean label : positive) {
      positives += label ? 1 : 0;
    }
    double[] difference = new double[x.columns()];
    for (int row = 0; row < x.rows(); row++) {
      x.addTo(difference, row, positive[row] ? 1.0 / positives : -1.0 / (x.rows() - positives));
    }
    return difference;
  }

  /** Returns the columns with the greatest numbers, the greatest first; of equal ones the lower. */
  static int[] greatest(double[] numbers, int count) {
    return IntStream.range(0, numbers.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -numbers[i]).thenComparing(i -> i))
        .limit(count)
        .mapToInt(i -> i)
        .toArray();
  }
}
