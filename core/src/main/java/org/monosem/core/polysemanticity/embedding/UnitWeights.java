package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.kernel.KernelModule;

/**
 * What units read from their common input: {@code h = z in' + bias}. Units are the neurons of an
 * MLP's hidden layer, or the features of a dictionary.
 *
 * @param in a row of weights for every unit, {@code [units, dIn]}; stays the caller's
 * @param bias {@code [units]}, of the same type; stays the caller's
 */
public record UnitWeights(NDArray in, NDArray bias) {
  private static final KernelModule KERNELS = KernelModule.load(UnitWeights.class, "embedding.py");

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException naming the array that is not of these shapes, or not of floats
   *     or doubles
   */
  public UnitWeights {
    Shape shape = in.getShape();
    if (shape.dimension() != 2 || shape.size() == 0 || !in.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "in: expected [units, dIn] of floats or doubles with at least one of each, got "
              + in.getDataType()
              + " "
              + shape);
    }
    Shape expected = new Shape(shape.get(0));
    if (!bias.getShape().equals(expected) || bias.getDataType() != in.getDataType()) {
      throw new IllegalArgumentException(
          "bias: expected %s [units=%d], got %s %s"
              .formatted(in.getDataType(), shape.get(0), bias.getDataType(), bias.getShape()));
    }
  }

  /**
   * Returns a dictionary's encoder, {@code wEnc} and {@code bEnc}; the arrays stay the
   * dictionary's. Its input {@code z} is {@link SparseAutoencoder#encoderInputs}, and {@code h} for
   * a gated dictionary the pre-activation of the gate.
   */
  public static UnitWeights ofDictionary(SparseAutoencoder dictionary) {
    return new UnitWeights(dictionary.wEnc(), dictionary.bEnc());
  }

  /** Returns the number of units. */
  public int units() {
    return Math.toIntExact(in.getShape().get(0));
  }

  /** Returns the width of the input. */
  public int dIn() {
    return Math.toIntExact(in.getShape().get(1));
  }

  /**
   * Returns the pre-activations, {@code z in' + bias}.
   *
   * @param inputs {@code z [rows, dIn]}, of the weights' type and on their device
   * @return {@code [rows, units]}, of that type, owned by the manager of {@code inputs}
   * @throws IllegalArgumentException if {@code inputs} is not of that shape and type
   */
  public NDArray preActivations(NDArray inputs) {
    requireInputs(inputs);
    if (inputs.getDataType() != in.getDataType()) {
      throw new IllegalArgumentException(
          "inputs: expected " + in.getDataType() + " as the weights, got " + inputs.getDataType());
    }
    NDArray out =
        inputs.getManager().create(new Shape(inputs.getShape().get(0), units()), in.getDataType());
    KERNELS.run("write_pre_activations", inputs, in, bias, out);
    return out;
  }

  void requireInputs(NDArray inputs) {
    Shape shape = inputs.getShape();
    if (shape.dimension() != 2 || shape.get(1) != dIn() || !inputs.getDataType().isFloating()) {
      throw new IllegalArgumentException(
          "inputs: expected [rows, dIn=%d] of floats or doubles, got %s %s"
              .formatted(dIn(), inputs.getDataType(), shape));
    }
  }

  void requireUnit(int unit) {
    if (unit < 0 || unit >= units()) {
      throw new IllegalArgumentException(
          "unit: expected one of " + units() + " from 0 on, got " + unit);
    }
  }
}
