package org.monosem.sae.evaluation;

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
      float[] norms = KERNELS.callForArray(scope, "row_norms", dictionary.wDec()).toFloatArray();
      return ReconstructionMetrics.create(dictionary.dIn(), norms);
    }
  }
}
