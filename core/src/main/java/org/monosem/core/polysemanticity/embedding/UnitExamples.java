package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** The examples of one unit, strongest first, with the unit's input at each. Immutable. */
public final class UnitExamples {
  private final int unit;
  private final double maximum;
  private final List<Example> examples;
  private final float[][] inputs;

  private UnitExamples(int unit, double maximum, List<Example> examples, float[][] inputs) {
    this.unit = unit;
    this.maximum = maximum;
    this.examples = examples;
    this.inputs = inputs;
  }

  /**
   * Returns examples that were found elsewhere; everything is copied.
   *
   * @param unit the unit's number in its layer
   * @param maximum the unit's largest activation
   * @param examples in any order that the inputs share
   * @param inputs {@code z [examples, dIn]}
   * @throws IllegalArgumentException if there is not one input an example, all of one width
   */
  public static UnitExamples of(
      int unit, double maximum, List<Example> examples, float[][] inputs) {
    if (examples.size() != inputs.length) {
      throw new IllegalArgumentException(
          "inputs: expected one an example, %d, got %d".formatted(examples.size(), inputs.length));
    }
    float[][] copies = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].length != inputs[0].length) {
        throw new IllegalArgumentException(
            "inputs: input 0 is %d wide, input %d is %d"
                .formatted(inputs[0].length, i, inputs[i].length));
      }
      copies[i] = inputs[i].clone();
    }
    return new UnitExamples(unit, maximum, List.copyOf(examples), copies);
  }

  /** Like {@link #of}, but keeps the arrays: nobody may change them any more. */
  static UnitExamples ofUnsafe(int unit, double maximum, List<Example> examples, float[][] inputs) {
    return new UnitExamples(unit, maximum, examples, inputs);
  }

  /** Returns the unit's number in its layer. */
  public int unit() {
    return unit;
  }

  /** Returns the unit's largest activation, seen or known; 0 if it never fired. */
  public double maximum() {
    return maximum;
  }

  /** Returns the examples. */
  public List<Example> examples() {
    return examples;
  }

  /** Returns a copy of the unit's input at one example, length {@code dIn}. */
  public float[] input(int example) {
    return inputs[example].clone();
  }

  /**
   * Returns the inputs of all examples.
   *
   * @param owner the owner of the result
   * @return {@code z [examples, dIn]}, float32
   * @throws IllegalStateException if there is no example, and so no width
   */
  public NDArray inputs(NDManager owner) {
    if (inputs.length == 0) {
      throw new IllegalStateException("unit " + unit + " has no examples");
    }
    int dIn = inputs[0].length;
    float[] flat = new float[Math.multiplyExact(inputs.length, dIn)];
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, flat, i * dIn, dIn);
    }
    return owner.create(flat, new Shape(inputs.length, dIn));
  }
}
