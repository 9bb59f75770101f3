package org.monosem.core.metric;

/**
 * A sum that keeps what rounding drops (Neumaier 1974, improved Kahan-Babuska summation): its error
 * is that of one rounding of the result, for any number of terms of one sign.
 */
final class CompensatedSum {
  private double sum;
  private double lost;

  void add(double term) {
    double next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
    sum = next;
  }

  void add(CompensatedSum other) {
    double otherLost = other.lost;
    add(other.sum);
    lost += otherLost;
  }

  double value() {
    return sum + lost;
  }
}
