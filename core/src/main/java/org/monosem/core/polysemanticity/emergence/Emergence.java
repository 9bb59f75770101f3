package org.monosem.core.polysemanticity.emergence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Paths from inactive nodes to active ones, counted over inputs; the package says how to read them.
 *
 * @param paths the sum over inputs, exact
 * @param inputs how many there were
 * @param parameters of the network, at least 1
 * @param activeShares for each layer the share of its nodes that are active, mean over inputs; NaN
 *     without inputs
 */
public record Emergence(BigInteger paths, long inputs, long parameters, List<Double> activeShares) {

  /**
   * Copies the shares.
   *
   * @throws IllegalArgumentException if there are no parameters
   */
  public Emergence {
    if (parameters < 1) {
      throw new IllegalArgumentException("parameters: expected at least 1, got " + parameters);
    }
    activeShares = List.copyOf(activeShares);
  }

  /**
   * Returns E for layers that are fully connected, by its closed form.
   *
   * @param nodes {@code n_l} of every layer
   * @param active {@code a_l} of every layer, {@code 0 <= a_l <= n_l}
   * @throws IllegalArgumentException if there is no layer, or the counts do not fit
   */
  public static BigInteger ofCounts(int[] nodes, int[] active, CountingRule rule) {
    checkCounts(nodes, active);
    BigInteger sum = BigInteger.ZERO;
    BigInteger arriving = BigInteger.ZERO; // at any one node of the layer
    for (int layer = 1; layer < nodes.length; layer++) {
      int before = layer - 1;
      int passing = rule == CountingRule.INNER_ANY ? nodes[before] : active[before];
      BigInteger begun = BigInteger.valueOf(nodes[before] - active[before]);
      arriving = arriving.multiply(BigInteger.valueOf(passing)).add(begun);
      sum = sum.add(arriving.multiply(BigInteger.valueOf(active[layer])));
    }
    return sum;
  }

  /**
   * Returns the mean over inputs in double precision, infinite above 1.8e308 (where {@link #paths}
   * still is exact); NaN without inputs.
   */
  public double mean() {
    if (inputs == 0) {
      return Double.NaN;
    }
    return new BigDecimal(paths)
        .divide(BigDecimal.valueOf(inputs), MathContext.DECIMAL128)
        .doubleValue();
  }

  /** Returns the mean over inputs divided by the number of parameters. */
  public double relative() {
    return mean() / parameters;
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("inputs", inputs);
    fields.put("parameters", parameters);
    if (Double.isFinite(mean())) {
      fields.put("emergence", mean());
      fields.put("relativeEmergence", relative());
      fields.put("activeShares", new ArrayList<>(activeShares));
    }
    return fields;
  }

  private static void checkCounts(int[] nodes, int[] active) {
    if (nodes.length == 0 || nodes.length != active.length) {
      throw new IllegalArgumentException(
          "active: expected a count for each of at least one layer, got %d layers and %d counts"
              .formatted(nodes.length, active.length));
    }
    for (int layer = 0; layer < nodes.length; layer++) {
      if (active[layer] < 0 || active[layer] > nodes[layer]) {
        throw new IllegalArgumentException(
            "active: expected 0 to %d nodes in layer %d, got %d"
                .formatted(nodes[layer], layer, active[layer]));
      }
    }
  }
}
