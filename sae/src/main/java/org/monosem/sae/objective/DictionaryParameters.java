package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * The four arrays of a dictionary, feature-major; also the shape of its gradient and of Adam's
 * moments. A view: the arrays belong to whoever made them.
 *
 * @param wEnc encoder weights, {@code [dSae, dIn]}
 * @param bEnc encoder bias, {@code [dSae]}
 * @param wDec decoder weights, {@code [dSae, dIn]}; row i is the direction of feature i
 * @param bDec decoder bias, {@code [dIn]}
 */
public record DictionaryParameters(NDArray wEnc, NDArray bEnc, NDArray wDec, NDArray bDec) {

  /**
   * Checks that the four shapes fit.
   *
   * @throws IllegalArgumentException naming the array that does not
   */
  public DictionaryParameters {
    Shape matrix = wEnc.getShape();
    require("wEnc", matrix.dimension() == 2, "[dSae, dIn]", matrix);
    require("wDec", wDec.getShape().equals(matrix), matrix.toString(), wDec.getShape());
    Shape features = new Shape(matrix.get(0));
    require("bEnc", bEnc.getShape().equals(features), features.toString(), bEnc.getShape());
    Shape width = new Shape(matrix.get(1));
    require("bDec", bDec.getShape().equals(width), width.toString(), bDec.getShape());
  }

  /** Returns zeros of the four shapes, owned by {@code manager}. */
  public static DictionaryParameters zeros(NDManager manager, int dSae, int dIn, DataType type) {
    return new DictionaryParameters(
        manager.zeros(new Shape(dSae, dIn), type),
        manager.zeros(new Shape(dSae), type),
        manager.zeros(new Shape(dSae, dIn), type),
        manager.zeros(new Shape(dIn), type));
  }

  /** Returns the arrays in the order that every kernel takes: wEnc, bEnc, wDec, bDec. */
  public List<NDArray> list() {
    return List.of(wEnc, bEnc, wDec, bDec);
  }

  /** Returns the number of features. */
  public int dSae() {
    return Math.toIntExact(wEnc.getShape().get(0));
  }

  /** Returns the width of a row of activations. */
  public int dIn() {
    return Math.toIntExact(wEnc.getShape().get(1));
  }

  private static void require(String name, boolean holds, String expected, Shape got) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", got " + got);
    }
  }
}
