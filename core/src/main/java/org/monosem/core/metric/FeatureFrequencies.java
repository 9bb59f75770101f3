package org.monosem.core.metric;

import java.util.Map;

/**
 * How a dictionary's firings are spread over its features, as far as a number of rows can tell
 * (SAEBench core 0.6.0, its {@code misc_metrics}, by the same names).
 *
 * @param rows the rows behind the densities
 * @param alive the share of features that fired at all ({@code frac_alive}, dictionary_learning's
 *     too); more rows find more
 * @param over1Percent the share of features with a density above 0.01
 * @param over10Percent the share of features with a density above 0.1
 * @param normalizedOver1Percent the share of all firings that are of features with a density above
 *     0.01: their densities summed, divided by the sum of all; 0 if nothing fired
 * @param normalizedOver10Percent the same for features above 0.1
 */
public record FeatureFrequencies(
    long rows,
    double alive,
    double over1Percent,
    double over10Percent,
    double normalizedOver1Percent,
    double normalizedOver10Percent) {

  static FeatureFrequencies of(FeatureDensity density) {
    long rows = density.rows();
    return new FeatureFrequencies(
        rows,
        (double) density.firings().stream().filter(count -> count > 0).count() / density.dSae(),
        share(density, 0.01),
        share(density, 0.1),
        weight(density, 0.01),
        weight(density, 0.1));
  }

  private static double share(FeatureDensity density, double threshold) {
    double above =
        density.firings().stream().filter(count -> count > threshold * density.rows()).count();
    return above / density.dSae();
  }

  private static double weight(FeatureDensity density, double threshold) {
    long all = density.firings().stream().mapToLong(Long::longValue).sum();
    long above =
        density.firings().stream()
            .mapToLong(Long::longValue)
            .filter(count -> count > threshold * density.rows())
            .sum();
    return all == 0 ? 0 : (double) above / all;
  }

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap()
        .put("rows", rows)
        .put("alive", alive)
        .put("over1Percent", over1Percent)
        .put("over10Percent", over10Percent)
        .put("normalizedOver1Percent", normalizedOver1Percent)
        .put("normalizedOver10Percent", normalizedOver10Percent)
        .toMap();
  }
}
