package org.monosem.sae.training;

/**
 * How a dictionary starts. Decoder rows are random directions of one norm; the encoder bias is 0.
 *
 * @param encoder where the encoder's rows come from
 * @param decoderNorm the norm of every decoder row, above 0
 * @param decoderBias where the decoder bias starts
 */
public record Initialisation(Encoder encoder, double decoderNorm, DecoderBias decoderBias) {

  /** Where the encoder's rows come from. */
  public enum Encoder {
    /** The decoder's rows, copied. */
    DECODER,
    /** Independent, uniform in {@code +-1/sqrt(dIn)}: PyTorch's default for a linear layer. */
    KAIMING_UNIFORM
  }

  /** Where the decoder bias starts. */
  public enum DecoderBias {
    /** At zero. */
    ZERO,
    /** At the geometric median of a sample of the data. */
    GEOMETRIC_MEDIAN
  }

  /**
   * Checks the norm.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Initialisation {
    Check.positive("decoderNorm", decoderNorm);
  }

  /** Returns the same start, but for an encoder that would be the decoder's copy: a random one. */
  Initialisation withOwnEncoder() {
    return new Initialisation(Encoder.KAIMING_UNIFORM, decoderNorm, decoderBias);
  }
}
