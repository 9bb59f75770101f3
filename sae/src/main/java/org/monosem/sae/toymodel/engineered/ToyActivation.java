package org.monosem.sae.toymodel.engineered;

/** The non-linearity of the hidden units. */
public enum ToyActivation {
  /** {@code max(x, 0)}. */
  RELU(0),
  /** {@code x Phi(x)}, {@code Phi} the exact normal distribution function. */
  GELU(1),
  /** {@code x exp(x)}, which the paper's code calls SoLU. */
  X_EXP_X(2);

  private final int code;

  ToyActivation(int code) {
    this.code = code;
  }

  /** Returns the number by which the kernels know it. */
  int code() {
    return code;
  }
}
