package org.monosem.core.polysemanticity.coding;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A spectrum as a power of the rank: {@code ln variance_i = intercept - decay ln i}.
 *
 * @param decay {@code |alpha|} of the variances; positive if they fall
 * @param intercept natural logarithm of the variance that the line gives rank 1
 * @param r2 the share of the variance of {@code ln variance} that the line explains, in [0, 1]; NaN
 *     if all variances are equal
 * @param components how many it was fitted to
 */
public record PowerLawFit(double decay, double intercept, double r2, int components) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("decay", decay);
    fields.put("intercept", intercept);
    if (Double.isFinite(r2)) {
      fields.put("r2", r2);
    }
    fields.put("components", components);
    return fields;
  }
}
