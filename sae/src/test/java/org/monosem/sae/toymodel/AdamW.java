package org.monosem.sae.toymodel;

/** One parameter array under AdamW, slowly: betas 0.9 and 0.999, epsilon 1e-8. */
public final class AdamW {
  private final double[] parameters;
  private final double[] first;
  private final double[] second;
  private int steps;

  public AdamW(double[] start) {
    this.parameters = start.clone();
    this.first = new double[start.length];
    this.second = new double[start.length];
  }

  public double[] step(double[] gradient, double learningRate, double decay) {
    steps++;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 1 - learningRate * decay;
      first[i] = 0.9 * first[i] + 0.1 * gradient[i];
      second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
      double mean = first[i] / (1 - Math.pow(0.9, steps));
      double square = second[i] / (1 - Math.pow(0.999, steps));
      parameters[i] -= learningRate * mean / (Math.sqrt(square) + 1e-8);
    }
    return parameters.clone();
  }
}
