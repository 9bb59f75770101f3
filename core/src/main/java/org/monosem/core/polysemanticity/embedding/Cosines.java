package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.kernel.KernelModule;

/** The cosine of every pair of a unit's embeddings; 0 with an embedding of zeros. */
final class Cosines {
  private static final KernelModule KERNELS = KernelModule.load(Cosines.class, "embedding.py");

  private final double[] cosines;
  private final int examples;

  private Cosines(double[] cosines, int examples) {
    this.cosines = cosines;
    this.examples = examples;
  }

  /** Measures a unit's examples; with none there is nothing to measure. */
  static Cosines of(UnitExamples examples, UnitWeights weights) {
    int count = examples.examples().size();
    weights.requireUnit(examples.unit());
    if (count == 0) {
      return new Cosines(new double[0], 0);
    }
    try (NDManager scope = weights.in().getManager().newSubManager()) {
      NDArray inputs = examples.inputs(scope);
      weights.requireInputs(inputs);
      NDArray all = KERNELS.callForArray(scope, "cosines", inputs, weights.in(), examples.unit());
      return new Cosines(all.toDoubleArray(), count);
    }
  }

  int examples() {
    return examples;
  }

  /** Returns the cosine of two examples; the same both ways, whatever the product rounded to. */
  double of(int a, int b) {
    return cosines[Math.min(a, b) * examples + Math.max(a, b)];
  }
}
