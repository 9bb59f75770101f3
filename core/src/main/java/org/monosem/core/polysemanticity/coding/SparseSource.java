package org.monosem.core.polysemanticity.coding;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Features each of which is zero with probability S, independently, and else holds H bits.
 *
 * @param sparsity {@code S}, in [0, 1]
 * @param elementEntropy {@code H}, bits of a feature that is not zero; above 0, finite
 */
public record SparseSource(double sparsity, double elementEntropy) {
  private static final double LN_2 = Math.log(2);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public SparseSource {
    if (!(sparsity >= 0 && sparsity <= 1)) {
      throw new IllegalArgumentException("sparsity: expected a number in [0, 1], got " + sparsity);
    }
    if (!(elementEntropy > 0 && Double.isFinite(elementEntropy))) {
      throw new IllegalArgumentException(
          "elementEntropy: expected a number above 0, got " + elementEntropy);
    }
  }

  /** Returns {@code h(S) = -S log2 S - (1 - S) log2(1 - S)}, bits: which features are zero. */
  public double supportEntropy() {
    return (term(sparsity) + term(1 - sparsity)) / LN_2;
  }

  /** Returns the entropy of one feature, {@code (1 - S) H + h(S)} bits. */
  public double entropyPerFeature() {
    return (1 - sparsity) * elementEntropy + supportEntropy();
  }

  /**
   * Returns the entropy of so many features, bits.
   *
   * @throws IllegalArgumentException if {@code features} is negative
   */
  public double entropy(long features) {
    if (features < 0) {
      throw new IllegalArgumentException("features: expected at least 0, got " + features);
    }
    return features * entropyPerFeature();
  }

  /**
   * Returns how many dimensions of H bits a feature needs, {@code m/n = (1 - S) + h(S)/H}; above 1
   * where naming the zeros costs more than leaving them in.
   */
  public double dimsPerFeature() {
    return entropyPerFeature() / elementEntropy;
  }

  /** Returns the figures by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sparsity", sparsity);
    fields.put("elementEntropy", elementEntropy);
    fields.put("entropyPerFeature", entropyPerFeature());
    fields.put("dimsPerFeature", dimsPerFeature());
    return fields;
  }

  private static double term(double p) {
    return p == 0 ? 0 : -p * Math.log(p);
  }
}
