package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.monosem.core.kernel.KernelModule;

/**
 * The embedding of a unit's examples: {@code e = z * w_in}, coordinate by coordinate, so that
 * {@code sum(e)} is the pre-activation less the bias.
 */
public final class NeuronEmbedding {
  private static final KernelModule KERNELS =
      KernelModule.load(NeuronEmbedding.class, "embedding.py");

  private NeuronEmbedding() {}

  /**
   * Returns the embeddings of inputs of one unit, in double precision.
   *
   * @param inputs {@code z [rows, dIn]}, floats or doubles; stays the caller's
   * @param weights the unit's layer
   * @param unit which of its units
   * @return {@code e [rows, dIn]}, doubles, owned by the manager of {@code inputs}
   * @throws IllegalArgumentException if {@code inputs} is not of that shape, or there is no such
   *     unit
   */
  public static NDArray of(NDArray inputs, UnitWeights weights, int unit) {
    weights.requireInputs(inputs);
    weights.requireUnit(unit);
    NDArray out = inputs.getManager().create(inputs.getShape(), DataType.FLOAT64);
    KERNELS.run("write_embeddings", inputs, weights.in(), unit, out);
    return out;
  }
}
