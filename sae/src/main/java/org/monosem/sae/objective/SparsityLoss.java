package org.monosem.sae.objective;

/**
 * What a JumpReLU dictionary pays for active features, S, of which the loss has {@code coefficient
 * S}. {@code L0} is the mean over the batch of the number of active features of a row. Where the
 * gradient has to pass a feature's being active or not, it is the surrogate's; see {@link
 * JumpReluObjective}.
 */
public sealed interface SparsityLoss {

  /** Returns the number by which kernels know it. */
  int code();

  /** Returns its number for kernels; 0 if it has none. */
  double number();

  /** {@code S = L0}. Source: Rajamanoharan et al., Jumping Ahead (2024), equation 9. */
  record Step() implements SparsityLoss {
    @Override
    public int code() {
      return 0;
    }

    @Override
    public double number() {
      return 0;
    }
  }

  /**
   * {@code S = (L0 / target - 1)^2}: the coefficient says how firmly, not how sparse. Source:
   * Rajamanoharan et al., Jumping Ahead (2024), appendix on target sparsity; the
   * dictionary_learning library trains with it.
   *
   * @param target the wanted L0, above 0
   */
  record Quadratic(double target) implements SparsityLoss {
    /**
     * Checks the target.
     *
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public Quadratic {
      requirePositive("target", target);
    }

    @Override
    public int code() {
      return 1;
    }

    @Override
    public double number() {
      return target;
    }
  }

  /**
   * {@code S = mean over batch of sum_i tanh(scale f_i)}, which has a gradient of its own: {@code
   * scale (1 - tanh^2)} by every active feature's activation. Source: Circuits Updates, January
   * 2025 (Conerly et al.), there with decoder norms as weights; the same where they are one.
   *
   * @param scale above 0
   */
  record Tanh(double scale) implements SparsityLoss {
    /**
     * Checks the scale.
     *
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public Tanh {
      requirePositive("scale", scale);
    }

    @Override
    public int code() {
      return 2;
    }

    @Override
    public double number() {
      return scale;
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": expected a finite number above 0, got " + value);
    }
  }
}
