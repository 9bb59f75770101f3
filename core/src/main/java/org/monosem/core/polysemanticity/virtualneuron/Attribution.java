package org.monosem.core.polysemanticity.virtualneuron;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.polysemanticity.embedding.UnitWeights;

/**
 * Attributions of a unit's activation to the layer before it: gradient times activation, divided by
 * its L1 norm.
 */
public final class Attribution {
  private static final KernelModule KERNELS =
      KernelModule.load(Attribution.class, "attribution.py");

  private Attribution() {}

  /**
   * Returns {@code a_j g_j / sum_k |a_k g_k|} for every row; zeros for a row where all products are
   * 0.
   *
   * @param activations {@code a [rows, d]} of the layer before, floats or doubles, finite
   * @param gradients {@code g [rows, d]}: of the unit's activation with respect to {@code a}, on
   *     the same rows; or {@code [1, d]}, one for all
   * @return {@code [rows, d]}, doubles, owned by the manager of {@code activations}
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static NDArray of(NDArray activations, NDArray gradients) {
    Shape shape = matrix("activations", activations);
    Shape given = matrix("gradients", gradients);
    if (given.get(1) != shape.get(1) || (given.get(0) != 1 && given.get(0) != shape.get(0))) {
      throw new IllegalArgumentException(
          "gradients: expected %s or (1, %d) as the activations, got %s"
              .formatted(shape, shape.get(1), given));
    }
    NDArray out = activations.getManager().create(shape, DataType.FLOAT64);
    KERNELS.run("write_attributions", activations, gradients, out);
    return out;
  }

  /**
   * Returns the attributions of a unit that reads {@code z} with weights {@code w_in}: the gradient
   * of its pre-activation is {@code w_in} everywhere, and the products are its {@linkplain
   * org.monosem.core.polysemanticity.embedding.NeuronEmbedding embedding}.
   *
   * @param inputs {@code z [rows, dIn]}
   * @param weights the unit's layer
   * @param unit which of its units
   * @throws IllegalArgumentException if the shapes do not fit, or there is no such unit
   */
  public static NDArray ofUnit(NDArray inputs, UnitWeights weights, int unit) {
    if (unit < 0 || unit >= weights.units()) {
      throw new IllegalArgumentException(
          "unit: expected one of " + weights.units() + " from 0 on, got " + unit);
    }
    try (NDArray row = weights.in().get(unit + ":" + (unit + 1))) {
      return of(inputs, row);
    }
  }

  private static Shape matrix(String name, NDArray array) {
    Shape shape = array.getShape();
    if (shape.dimension() != 2 || !array.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          name
              + ": expected floats or doubles [rows, d], got "
              + array.getDataType()
              + " "
              + shape);
    }
    return shape;
  }
}
