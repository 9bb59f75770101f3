package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * A dictionary's configuration and weights, feature-major, float32, as they are read and written.
 * The arrays belong to whoever made them.
 *
 * @param config the sizes, the non-linearity and the metadata
 * @param wEnc the encoder, shape {@code [dSae, dIn]}
 * @param bEnc the encoder's bias, shape {@code [dSae]}
 * @param wDec the decoder, shape {@code [dSae, dIn]}
 * @param bDec the decoder's bias, shape {@code [dIn]}
 */
public record DictionaryCheckpoint(
    DictionaryConfig config, NDArray wEnc, NDArray bEnc, NDArray wDec, NDArray bDec) {

  /**
   * Checks shapes and types.
   *
   * @throws IllegalArgumentException naming the weight, the expected and the seen shape or type
   */
  public DictionaryCheckpoint {
    Shape matrix = new Shape(config.dSae(), config.dIn());
    check("wEnc", wEnc, matrix, "[dSae, dIn]");
    check("bEnc", bEnc, new Shape(config.dSae()), "[dSae]");
    check("wDec", wDec, matrix, "[dSae, dIn]");
    check("bDec", bDec, new Shape(config.dIn()), "[dIn]");
  }

  /** Returns a copy whose arrays belong to the given manager, on its device. */
  public DictionaryCheckpoint copyTo(NDManager manager) {
    return new DictionaryCheckpoint(
        config, copy(wEnc, manager), copy(bEnc, manager), copy(wDec, manager), copy(bDec, manager));
  }

  private static NDArray copy(NDArray array, NDManager manager) {
    // On the same device DJL's toDevice(device, true) shares the memory, so it is no copy.
    boolean sameDevice = array.getDevice().equals(manager.getDevice());
    NDArray copy = sameDevice ? array.duplicate() : array.toDevice(manager.getDevice(), true);
    copy.attach(manager);
    return copy;
  }

  private static void check(String name, NDArray array, Shape expected, String axes) {
    if (!array.getShape().equals(expected)) {
      throw new IllegalArgumentException(
          "%s: expected %s = %s, got %s".formatted(name, axes, expected, array.getShape()));
    }
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(name + ": expected float32, got " + array.getDataType());
    }
  }
}
