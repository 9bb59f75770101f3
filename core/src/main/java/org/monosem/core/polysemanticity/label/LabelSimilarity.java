package org.monosem.core.polysemanticity.label;

/** How much labels say the same: PRISM's polysemanticity score. */
public final class LabelSimilarity {
  private LabelSimilarity() {}

  /**
   * Returns the mean cosine over all pairs of labels; 1 if all say the same, low for a polysemantic
   * feature.
   *
   * @param embeddings {@code [labels][d]}, at least two, finite, none zero
   * @return in [-1, 1]
   * @throws IllegalArgumentException if they are not that
   */
  public static double meanCosine(double[]... embeddings) {
    Vectors.check("embeddings", 2, embeddings);
    double sum = 0;
    for (int i = 0; i < embeddings.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += cosine(embeddings[i], embeddings[j]);
      }
    }
    return sum / (embeddings.length * (embeddings.length - 1) / 2.0);
  }

  private static double cosine(double[] a, double[] b) {
    return Math.max(-1, Math.min(1, dot(a, b) / (norm(a) * norm(b))));
  }

  private static double norm(double[] vector) {
    double norm = Math.sqrt(dot(vector, vector));
    if (norm == 0) {
      throw new IllegalArgumentException("embeddings: one is zero and has no direction");
    }
    return norm;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
