package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.InputNormalisation;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.metric.ReconstructionMetrics;

/** Metrics made to measure for a dictionary. */
final class DictionaryMetrics {
  private static final KernelModule KERNELS =
      KernelModule.load(DictionaryMetrics.class, "evaluation.py");

  private DictionaryMetrics() {}

  static ReconstructionMetrics emptyFor(SparseAutoencoder dictionary) {
    try (NDManager scope = dictionary.newManager()) {
      return ReconstructionMetrics.create(dictionary.dOut(), rowNorms(scope, dictionary.wDec()));
    }
  }

  /**
   * Returns what a dictionary makes of rows, out of their features where that is all it takes: not
   * where a normalisation is undone or a linear path goes beside the features.
   */
  static NDArray reconstruction(
      SparseAutoencoder dictionary, NDArray rows, FeatureActivations features) {
    boolean enough =
        dictionary.config().inputNormalisation() == InputNormalisation.NONE
            && dictionary.config().kind() != DictionaryKind.SKIP_TRANSCODER;
    return enough ? dictionary.decode(features, rows.getManager()) : dictionary.reconstruct(rows);
  }

  /** Returns the length of every row of an array {@code [n, d]}. */
  static float[] rowNorms(NDManager scope, NDArray rows) {
    return KERNELS.callForArray(scope, "row_norms", rows).toFloatArray();
  }
}
