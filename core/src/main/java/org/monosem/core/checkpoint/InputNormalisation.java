package org.monosem.core.checkpoint;

/**
 * What is done to every row before it is encoded. An autoencoder undoes it on the reconstruction of
 * the same row; a transcoder, whose output is another quantity, does not.
 *
 * <p>A constant that is the same for every row (SAELens's {@code expected_average_only_in}) is not
 * here: it belongs into the weights, see {@link Folding#inputScale}.
 */
public enum InputNormalisation {
  /** Nothing. */
  NONE("none"),
  /** {@code x sqrt(dIn) / |x|}; a row of zeros stays as it is. */
  CONSTANT_NORM_RESCALE("constant_norm_rescale"),
  /**
   * {@code (x - mean) / (std + 1e-5)} with the standard deviation over {@code dIn - 1}; undone by
   * {@code y std + mean}, without the 1e-5.
   */
  LAYER_NORM("layer_norm");

  private final String saeLensName;

  InputNormalisation(String saeLensName) {
    this.saeLensName = saeLensName;
  }

  /** Returns the name by which SAELens's {@code cfg.json} knows it. */
  public String saeLensName() {
    return saeLensName;
  }
}
