package org.monosem.sae.probing;

import org.monosem.core.FeatureActivations;

/** A probe's direction, and how the decoder rows lie to it. */
final class ProbeDirection {
  private static final double TINY = 1e-30;

  private final double[] unit;
  private final double[] products;
  private final double[] cosines;

  /**
   * Compares.
   *
   * @param weights the probe's, {@code [dIn]}
   * @param decoder {@code [dSae, dIn]}, row after row
   */
  ProbeDirection(double[] weights, float[] decoder) {
    int width = weights.length;
    this.unit = weights.clone();
    double norm = Math.max(TINY, norm(weights));
    for (int i = 0; i < width; i++) {
      unit[i] /= norm;
    }
    this.products = new double[decoder.length / width];
    this.cosines = new double[products.length];
    for (int feature = 0; feature < products.length; feature++) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double d = decoder[feature * width + i];
        products[feature] += d * unit[i];
        squares += d * d;
      }
      cosines[feature] = products[feature] / Math.max(TINY, Math.sqrt(squares));
    }
  }

  /** Returns a row's projection. */
  double projection(DesignMatrix activations, int row) {
    return activations.dot(row, unit);
  }

  /** Returns what the features of an example carry of it. */
  TokenAbsorption.Fired fired(FeatureActivations all, int example) {
    int begin = all.begin(example);
    int count = all.end(example) - begin;
    int[] features = new int[count];
    double[] values = new double[count];
    double[] cosine = new double[count];
    double[] projection = new double[count];
    for (int i = 0; i < count; i++) {
      features[i] = all.feature(begin + i);
      values[i] = all.value(begin + i);
      cosine[i] = cosines[features[i]];
      projection[i] = values[i] * products[features[i]];
    }
    return new TokenAbsorption.Fired(features, values, cosine, projection);
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
