package org.monosem.core.polysemanticity.ratedistortion;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.monosem.core.polysemanticity.ratedistortion.ConceptDistribution.Occurrence;

/**
 * The best that any encoder with activations of at least zero can do with a decoder: all sets of
 * latents are tried, so it is exact, for small instances.
 */
public final class MinimalCodes {
  /** The most latents: 65536 sets are tried for each occurrence. */
  public static final int MOST_LATENTS = 16;

  /** Squared errors below this share of the squared norm are rounding. */
  private static final double ZERO = 1e-18;

  private static final double SINGULAR = 1e-10;

  private final ConceptDecoder decoder;

  /**
   * Keeps a decoder.
   *
   * @throws IllegalArgumentException if it has more than {@value #MOST_LATENTS} latents
   */
  public MinimalCodes(ConceptDecoder decoder) {
    if (decoder.latents() > MOST_LATENTS) {
      throw new IllegalArgumentException(
          "latents: expected at most %d to try all sets, got %d"
              .formatted(MOST_LATENTS, decoder.latents()));
    }
    this.decoder = decoder;
  }

  /**
   * Returns the smallest squared error with at most 0, 1, ... active latents, {@code [latents +
   * 1]}; it never increases, and what is rounding is 0.
   *
   * @throws IllegalArgumentException if there is no such concept
   */
  public double[] distortions(Set<Integer> concepts) {
    double[] x = decoder.directions().sum(concepts);
    double norm = ConceptDecoder.squaredNorm(x);
    double[] best = new double[decoder.latents() + 1];
    Arrays.fill(best, norm);
    for (int set = 1; set < 1 << decoder.latents(); set++) {
      int active = Integer.bitCount(set);
      if (active <= x.length) { // more would not be independent: fewer of them do as well
        best[active] = Math.min(best[active], distortion(set, x));
      }
    }
    for (int active = 0; active < best.length; active++) {
      double before = active == 0 ? norm : best[active - 1];
      best[active] = best[active] <= ZERO * norm ? 0 : Math.min(before, best[active]);
    }
    return best;
  }

  /**
   * Returns the smallest rate without distortion: active latents, mean over the distribution; empty
   * if something that occurs cannot be said.
   */
  public OptionalDouble rateAtZeroDistortion(ConceptDistribution distribution) {
    double rate = 0;
    for (Occurrence occurrence : distribution.occurrences()) {
      double[] distortions = distortions(occurrence.concepts());
      int active = 0;
      while (active < distortions.length && distortions[active] > 0) {
        active++;
      }
      if (active == distortions.length && occurrence.probability() > 0) {
        return OptionalDouble.empty();
      }
      rate += occurrence.probability() * active;
    }
    return OptionalDouble.of(rate);
  }

  /**
   * Returns the code with the least {@code distortion + price * rate}, a point of the lower convex
   * hull of what can be reached; of equals the one of the smallest rate.
   *
   * @param price squared error that an active latent must save, at least 0
   * @throws IllegalArgumentException if the price is less, or NaN
   */
  public RateDistortion optimum(ConceptDistribution distribution, double price) {
    if (!(price >= 0)) {
      throw new IllegalArgumentException("price: expected at least 0, got " + price);
    }
    double rate = 0;
    double distortion = 0;
    for (Occurrence occurrence : distribution.occurrences()) {
      double[] distortions = distortions(occurrence.concepts());
      int chosen = 0;
      for (int active = 1; active < distortions.length; active++) {
        if (distortions[chosen] - distortions[active] > price * (active - chosen)) {
          chosen = active;
        }
      }
      rate += occurrence.probability() * chosen;
      distortion += occurrence.probability() * distortions[chosen];
    }
    return new RateDistortion(rate, distortion);
  }

  /** Least squares on a set; without end if it takes an activation of zero or less. */
  private double distortion(int set, double[] x) {
    int[] latents = members(set);
    RealMatrix columns = MatrixUtils.createRealMatrix(x.length, latents.length);
    for (int i = 0; i < latents.length; i++) {
      columns.setColumn(i, decoder.row(latents[i]));
    }
    DecompositionSolver solver = new QRDecomposition(columns, SINGULAR).getSolver();
    if (!solver.isNonSingular()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] activations = solver.solve(new ArrayRealVector(x)).toArray();
    if (Arrays.stream(activations).anyMatch(activation -> activation <= 0)) {
      return Double.POSITIVE_INFINITY;
    }
    double[] said = columns.operate(activations);
    double distance = new ArrayRealVector(x).getDistance(new ArrayRealVector(said));
    return distance * distance;
  }

  private int[] members(int set) {
    int[] members = new int[Integer.bitCount(set)];
    int count = 0;
    for (int latent = 0; latent < decoder.latents(); latent++) {
      if ((set >> latent & 1) == 1) {
        members[count++] = latent;
      }
    }
    return members;
  }
}
