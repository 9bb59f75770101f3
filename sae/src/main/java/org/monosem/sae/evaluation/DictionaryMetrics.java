package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.metric.ReconstructionMetrics;

/** Metrics made to measure for a dictionary. */
final class DictionaryMetrics {
  private static final KernelModule KERNELS =
      KernelModule.load(DictionaryMetrics.class, "evaluation.py");

  private DictionaryMetrics() {}

  static ReconstructionMetrics emptyFor(SparseAutoencoder dictionary) {
    try (NDManager scope = dictionary.newManager()) {
      return ReconstructionMetrics.create(dictionary.dIn(), rowNorms(scope, dictionary.wDec()));
    }
  }

  /** Returns the length of every row of an array {@code [n, d]}. */
  static float[] rowNorms(NDManager scope, NDArray rows) {
    return KERNELS.callForArray(scope, "row_norms", rows).toFloatArray();
  }
}
