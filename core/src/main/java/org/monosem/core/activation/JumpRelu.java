package org.monosem.core.activation;

import java.util.List;

/**
 * {@code f_i = h_i} where {@code h_i > max(threshold_i, 0)}, strictly, else zero. The thresholds
 * are weights; one below zero acts as zero, which makes that feature a ReLU.
 *
 * <p>Source: Rajamanoharan et al., Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU
 * Sparse Autoencoders (2024), section 3.
 */
public record JumpRelu() implements ActivationFunction {
  static final JumpRelu INSTANCE = new JumpRelu();

  /** The name of the thresholds, {@code [dSae]}. */
  public static final String THRESHOLD = "threshold";

  @Override
  public String name() {
    return "jumprelu";
  }

  @Override
  public String architecture() {
    return "jumprelu";
  }

  @Override
  public List<String> weights() {
    return List.of(THRESHOLD);
  }
}
