package org.monosem.core.polysemanticity.coding;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.special.Gamma;

/**
 * A spectrum that falls as a power of the rank, {@code sigma_i = i^-decay}, {@code i = 1 .. m}.
 *
 * @param decay {@code |alpha|}, at least 0, finite
 * @param neurons {@code m}, at least 1
 */
public record PowerLawSpectrum(double decay, int neurons) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public PowerLawSpectrum {
    if (!(decay >= 0 && Double.isFinite(decay))) {
      throw new IllegalArgumentException("decay: expected at least 0, got " + decay);
    }
    if (neurons < 1) {
      throw new IllegalArgumentException("neurons: expected at least 1, got " + neurons);
    }
  }

  /**
   * Returns the bound as it is printed for a spectrum that falls, {@code m n - |alpha| m log(m/e)}.
   *
   * @param bits {@code n}, of each neuron
   * @param base of the logarithm, which the source leaves open
   */
  public double entropyBound(double bits, Logarithm base) {
    return neurons * bits - decay * neurons * base.ofNatural(Math.log(neurons) - 1);
  }

  /**
   * Returns what the printed bound approximates by Stirling's formula, {@code m n - |alpha|
   * log(m!)}: each neuron's bits, and the logarithm of its {@code sigma_i}.
   *
   * @param bits {@code n}, of each neuron
   * @param base of the logarithm
   */
  public double entropy(double bits, Logarithm base) {
    return neurons * bits - decay * base.ofNatural(Gamma.logGamma(neurons + 1.0));
  }

  /**
   * Returns the action of a random projection of data whose variances are this spectrum, {@code
   * trace(Sigma) / 2 = (1^-decay + ... + m^-decay) / 2}.
   */
  public double action() {
    double sum = 0;
    for (int i = neurons; i >= 1; i--) { // the small ones first
      sum += Math.pow(i, -decay);
    }
    return sum / 2;
  }

  /**
   * Returns the limit of {@link #action} for many neurons, {@code zeta(decay) / 2}.
   *
   * @throws IllegalArgumentException if the decay is at most 1: the sum has no limit then
   */
  public double limitOfAction() {
    return Zeta.of(decay) / 2;
  }

  /** Returns the figures by name; the limit only where there is one. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("decay", decay);
    fields.put("neurons", neurons);
    fields.put("action", action());
    if (decay > 1) {
      fields.put("limitOfAction", limitOfAction());
    }
    return fields;
  }
}
