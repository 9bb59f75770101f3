package org.monosem.sae.toymodel.collision;

import java.util.List;

/**
 * How many units of trained networks are polysemantic.
 *
 * @param setting of the networks
 * @param polysemantic units that are on for at least two features, one count a network
 */
public record CollisionCounts(CollisionSetting setting, List<Long> polysemantic) {

  /** Copies the counts. */
  public CollisionCounts {
    polysemantic = List.copyOf(polysemantic);
  }

  /** Returns the mean over networks. */
  public double mean() {
    return polysemantic.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
  }

  /** Returns the standard error of the mean; NaN of one network. */
  public double standardError() {
    double mean = mean();
    int count = polysemantic.size();
    double squares = polysemantic.stream().mapToDouble(own -> (own - mean) * (own - mean)).sum();
    return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
  }
}
