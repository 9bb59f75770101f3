package org.monosem.sae.feature;

import java.util.Comparator;
import java.util.Objects;

/**
 * How much of a feature lies in one kind of text.
 *
 * @param domain the kind of text; empty if not known
 * @param activationShare the sum of the feature's activations in the domain, over the sum of all
 *     its activations
 * @param tokenShare the domain's share of all tokens: what {@code activationShare} would be for a
 *     feature that has nothing to do with domains
 */
public record DomainShare(String domain, double activationShare, double tokenShare) {
  static final Comparator<DomainShare> LARGEST_FIRST =
      Comparator.comparingDouble(DomainShare::activationShare)
          .reversed()
          .thenComparing(DomainShare::domain);

  /** Checks the values. */
  public DomainShare {
    Objects.requireNonNull(domain, "domain");
  }

  /**
   * Returns how far the feature is bound to this domain: {@code (activationShare - tokenShare) / (1
   * - tokenShare)}, one if it fires nowhere else, zero or less if no more than by chance. Zero if
   * there is no other domain.
   */
  public double concentration() {
    return tokenShare >= 1 ? 0 : (activationShare - tokenShare) / (1 - tokenShare);
  }
}
