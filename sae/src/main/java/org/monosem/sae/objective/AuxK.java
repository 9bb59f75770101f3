package org.monosem.sae.objective;

/**
 * The auxiliary loss that revives dead features: the {@code k} largest pre-activations among dead
 * features (those of them that are positive) reconstruct the error {@code r = y - xhat} of the
 * living ones,
 *
 * <pre>
 *   Laux = coefficient s / V  mean over batch ( |r - rhat|^2 ),   rhat = faux wDec   (without bDec)
 * </pre>
 *
 * where {@code r} counts as a constant and {@code |.|^2} is a sum over elements. The same
 * coefficient means different things under different normalisations:
 *
 * @param k how many dead features a row may use, at least one; OpenAI's 2 to the power nearest
 *     {@code dIn / 2}, others {@code dIn / 2}
 * @param coefficient its weight, not negative; 0 switches it off
 * @param normalisation V and s above
 */
public record AuxK(int k, double coefficient, Normalisation normalisation) {

  /** V and s, and who trains with them. */
  public enum Normalisation {
    /**
     * {@code V = 1, s = min(1, dead / k)} (SAELens). With {@link ErrorReduction#MEAN} the sum over
     * elements is a mean here too.
     */
    SHARE_OF_DEAD(0),
    /**
     * {@code V = mean over batch |r - mean r|^2, s = 1} (dictionary_learning; and nearly OpenAI,
     * whose V is not centred).
     */
    RESIDUAL_VARIANCE(1),
    /** {@code V = mean over batch |y - mean y|^2, s = min(1, dead / k)} (sparsify). */
    TARGET_VARIANCE(2);

    private final int code;

    Normalisation(int code) {
      this.code = code;
    }

    /** Returns the number by which kernels know it. */
    int code() {
      return code;
    }
  }

  /** No auxiliary loss. */
  public static final AuxK NONE = new AuxK(1, 0, Normalisation.RESIDUAL_VARIANCE);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public AuxK {
    if (k < 1) {
      throw new IllegalArgumentException("auxK: k must be at least 1, got " + k);
    }
    if (!(coefficient >= 0 && Double.isFinite(coefficient))) {
      throw new IllegalArgumentException(
          "auxK: expected a finite coefficient of at least 0, got " + coefficient);
    }
  }
}
