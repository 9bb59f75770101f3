package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDManager;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

/** Dictionaries whose effect is known beforehand. */
final class Dictionaries {
  private Dictionaries() {}

  /**
   * Reconstructs every row bit by bit: one feature for the positive part of each dim, one for the
   * negative.
   */
  static SparseAutoencoder identity(NDManager manager, int dIn) {
    float[][] weights = new float[2 * dIn][dIn];
    for (int d = 0; d < dIn; d++) {
      weights[d][d] = 1;
      weights[dIn + d][d] = -1;
    }
    return of(manager, weights, new float[2 * dIn], weights, new float[dIn]);
  }

  /** Answers every row with the same vector. */
  static SparseAutoencoder constant(NDManager manager, float... answer) {
    float[][] weights = new float[3][answer.length];
    return of(manager, weights, new float[3], weights, answer);
  }

  /** Gaussian weights. */
  static SparseAutoencoder random(NDManager manager, int dIn, int dSae) {
    Seed seed = Seed.of(5);
    return of(
        manager,
        TinyLanguageModel.gaussians(seed.named("wEnc"), dSae, dIn),
        TinyLanguageModel.gaussians(seed.named("bEnc"), 1, dSae)[0],
        TinyLanguageModel.gaussians(seed.named("wDec"), dSae, dIn),
        TinyLanguageModel.gaussians(seed.named("bDec"), 1, dIn)[0]);
  }

  /** Given directions {@code [dSae][dIn]}, no biases. */
  static SparseAutoencoder of(NDManager manager, float[][] encoder, float[][] decoder) {
    return of(manager, encoder, new float[encoder.length], decoder, new float[decoder[0].length]);
  }

  private static SparseAutoencoder of(
      NDManager manager, float[][] wEnc, float[] bEnc, float[][] wDec, float[] bDec) {
    try (NDManager scope = manager.newSubManager()) {
      return SparseAutoencoder.of(
          manager,
          DictionaryConfig.relu(bDec.length, bEnc.length, false),
          scope.create(wEnc),
          scope.create(bEnc),
          scope.create(wDec),
          scope.create(bDec));
    }
  }
}
