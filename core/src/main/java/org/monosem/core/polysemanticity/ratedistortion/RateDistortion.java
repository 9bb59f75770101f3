package org.monosem.core.polysemanticity.ratedistortion;

import java.util.Map;

/**
 * What a code costs and how well it says what it is about.
 *
 * @param rate active latents, mean over the distribution
 * @param distortion squared error, sum over dimensions, mean over the distribution
 */
public record RateDistortion(double rate, double distortion) {

  /** Returns the figures by name. */
  public Map<String, Object> toMap() {
    return Map.of("rate", rate, "distortion", distortion);
  }
}
