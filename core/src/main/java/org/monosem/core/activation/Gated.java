package org.monosem.core.activation;

import java.util.List;

/**
 * A gate decides which features fire, and a second map that shares its directions says how much:
 *
 * <pre>
 *   gate      = [x wEncᵀ + bEnc > 0]
 *   magnitude = max(0, exp(rMag) (x wEncᵀ) + bMag)
 *   f         = gate magnitude
 * </pre>
 *
 * <p>{@code bEnc} is the gate's bias. Source: Rajamanoharan et al., Improving Dictionary Learning
 * with Gated Sparse Autoencoders (2024), equations 6 and 7.
 */
public record Gated() implements ActivationFunction {
  static final Gated INSTANCE = new Gated();

  /** The name of the logarithm of the magnitudes' gain, {@code [dSae]}. */
  public static final String R_MAG = "rMag";

  /** The name of the magnitudes' bias, {@code [dSae]}. */
  public static final String B_MAG = "bMag";

  @Override
  public String name() {
    return "gated";
  }

  @Override
  public String architecture() {
    return "gated";
  }

  @Override
  public List<String> weights() {
    return List.of(R_MAG, B_MAG);
  }
}
