package org.monosem.core.polysemanticity.coding;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a neuron can still say when it is set to zero at random.
 *
 * @param capacity {@code C}, bits without dropout; at least 1, finite
 * @param dropout {@code D}, the share of the time that it is set to zero, in [0, 1]
 */
public record DropoutCapacity(double capacity, double dropout) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public DropoutCapacity {
    if (!(capacity >= 1 && Double.isFinite(capacity))) {
      throw new IllegalArgumentException("capacity: expected at least 1 bit, got " + capacity);
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException("dropout: expected a number in [0, 1], got " + dropout);
    }
  }

  /** Returns the upper bound {@code C (1 - D)}: of a channel that says which symbols are lost. */
  public double upperBound() {
    return capacity * (1 - dropout);
  }

  /**
   * Returns the lower bound as it is printed, {@code C (1 - D) (1 + log(1 - 2^-C))}.
   *
   * @param base of the logarithm, which the source leaves open; {@link Logarithm#TWO} is the lower
   *     bound of the two
   */
  public double lowerBound(Logarithm base) {
    return upperBound() * (1 + base.ofNatural(logOfOtherSymbols()));
  }

  /**
   * Returns the capacity if zero is never sent, {@code (1 - D) log2(2^C - 1)}, which is {@code C (1
   * - D) (1 + log2(1 - 2^-C) / C)}: what is lost is then known to be lost, so it can be reached.
   */
  public double withoutZero() {
    return (1 - dropout) * (capacity + Logarithm.TWO.ofNatural(logOfOtherSymbols()));
  }

  /** Returns the figures by name, the printed bound in base 2. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("capacity", capacity);
    fields.put("dropout", dropout);
    fields.put("upperBound", upperBound());
    fields.put("lowerBound", lowerBound(Logarithm.TWO));
    fields.put("withoutZero", withoutZero());
    return fields;
  }

  /** Returns {@code ln(1 - 2^-C)}. */
  private double logOfOtherSymbols() {
    return Math.log1p(-Math.pow(2, -capacity));
  }
}
