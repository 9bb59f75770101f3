package org.monosem.core.polysemanticity.ratedistortion;

import org.monosem.core.polysemanticity.ratedistortion.ConceptDistribution.Occurrence;

/** A linear decoder of latents over data that are sums of concept directions. Immutable. */
public final class ConceptDecoder {
  private final ConceptDirections directions;
  private final double[][] rows;

  private ConceptDecoder(ConceptDirections directions, double[][] rows) {
    this.directions = directions;
    this.rows = rows;
  }

  /** Returns the decoder of a dictionary of sets of concepts. */
  public static ConceptDecoder of(ConceptDirections directions, LatentDictionary dictionary) {
    return new ConceptDecoder(directions, dictionary.decoder(directions));
  }

  /**
   * Returns any decoder.
   *
   * @param rows {@code [latents][d]}, finite; copied
   * @throws IllegalArgumentException if they are not that
   */
  public static ConceptDecoder of(ConceptDirections directions, double[]... rows) {
    String expected = "decoder: expected [latents, d=" + directions.dims() + "]";
    double[][] copy = Matrix.copy(expected, rows);
    if (copy[0].length != directions.dims()) {
      throw new IllegalArgumentException(expected + ", got rows of " + copy[0].length);
    }
    return new ConceptDecoder(directions, copy);
  }

  /** Returns the number of latents. */
  public int latents() {
    return rows.length;
  }

  /**
   * Measures an encoder over all that occurs, nothing included.
   *
   * @throws IllegalArgumentException if it returns another number of activations than there are
   *     latents, or the distribution has concepts that the directions lack
   */
  public RateDistortion measure(ConceptEncoder encoder, ConceptDistribution distribution) {
    double rate = 0;
    double distortion = 0;
    double rest = 1;
    for (Occurrence occurrence : distribution.occurrences()) {
      RateDistortion one = measure(encoder, directions.sum(occurrence.concepts()));
      rate += occurrence.probability() * one.rate();
      distortion += occurrence.probability() * one.distortion();
      rest -= occurrence.probability();
    }
    RateDistortion nothing = measure(encoder, new double[directions.dims()]);
    double missing = Math.max(0, rest);
    return new RateDistortion(
        rate + missing * nothing.rate(), distortion + missing * nothing.distortion());
  }

  private RateDistortion measure(ConceptEncoder encoder, double[] x) {
    double[] activations = encoder.encode(x.clone());
    if (activations.length != rows.length) {
      throw new IllegalArgumentException(
          "encoder: expected %d activations, got %d".formatted(rows.length, activations.length));
    }
    double[] error = x.clone();
    int active = 0;
    for (int latent = 0; latent < rows.length; latent++) {
      active += activations[latent] == 0 ? 0 : 1;
      for (int k = 0; k < error.length; k++) {
        error[k] -= activations[latent] * rows[latent][k];
      }
    }
    return new RateDistortion(active, squaredNorm(error));
  }

  ConceptDirections directions() {
    return directions;
  }

  double[] row(int latent) {
    return rows[latent];
  }

  static double squaredNorm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return sum;
  }
}
