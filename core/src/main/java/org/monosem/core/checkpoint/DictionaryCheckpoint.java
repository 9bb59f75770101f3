package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A dictionary's configuration and weights, feature-major, float32, as they are read and written.
 * The arrays belong to whoever made them.
 *
 * @param config the sizes, the non-linearity and the metadata
 * @param wEnc the encoder, shape {@code [dSae, dIn]}
 * @param bEnc the encoder's bias, shape {@code [dSae]}
 * @param wDec the decoder, shape {@code [dSae, dOut]}
 * @param bDec the decoder's bias, shape {@code [dOut]}
 * @param extra the weights that the configuration asks for beside these
 */
public record DictionaryCheckpoint(
    DictionaryConfig config,
    NDArray wEnc,
    NDArray bEnc,
    NDArray wDec,
    NDArray bDec,
    ExtraWeights extra) {

  /**
   * Checks shapes and types, and that no weight is missing or too many.
   *
   * @throws IllegalArgumentException naming the weight, the expected and the seen shape or type
   */
  public DictionaryCheckpoint {
    check("wEnc", wEnc, new Shape(config.dSae(), config.dIn()), "[dSae, dIn]");
    check("bEnc", bEnc, new Shape(config.dSae()), "[dSae]");
    check("wDec", wDec, new Shape(config.dSae(), config.dOut()), "[dSae, dOut]");
    check("bDec", bDec, new Shape(config.dOut()), "[dOut]");
    extra.check(config);
  }

  /** Makes a dictionary that has the common four weights only: ReLU or TopK. */
  public DictionaryCheckpoint(
      DictionaryConfig config, NDArray wEnc, NDArray bEnc, NDArray wDec, NDArray bDec) {
    this(config, wEnc, bEnc, wDec, bDec, ExtraWeights.none());
  }

  /** Returns a copy whose arrays belong to the given manager, on its device. */
  public DictionaryCheckpoint copyTo(NDManager manager) {
    return new DictionaryCheckpoint(
        config,
        copy(wEnc, manager),
        copy(bEnc, manager),
        copy(wDec, manager),
        copy(bDec, manager),
        extra.map(array -> copy(array, manager)));
  }

  /** Returns these weights under another configuration that fits them. */
  public DictionaryCheckpoint withConfig(DictionaryConfig other) {
    return new DictionaryCheckpoint(other, wEnc, bEnc, wDec, bDec, extra);
  }

  /** Returns these weights with biases of its own, for them to be changed; matrices are shared. */
  DictionaryCheckpoint withBiasesCopiedTo(NDManager manager) {
    ExtraWeights own = ExtraWeights.none();
    for (var entry : extra.byName().entrySet()) {
      boolean matrix = entry.getKey().equals(ExtraWeights.W_SKIP);
      NDArray array = entry.getValue();
      own = own.and(entry.getKey(), matrix ? array : copy(array, manager));
    }
    return new DictionaryCheckpoint(
        config, wEnc, copy(bEnc, manager), wDec, copy(bDec, manager), own);
  }

  /** Hands the arrays over to another manager on their device. */
  DictionaryCheckpoint attachTo(NDManager manager) {
    List.of(wEnc, bEnc, wDec, bDec).forEach(array -> array.attach(manager));
    extra.byName().values().forEach(array -> array.attach(manager));
    return this;
  }

  private static NDArray copy(NDArray array, NDManager manager) {
    // On the same device DJL's toDevice(device, true) shares the memory, so it is no copy.
    boolean sameDevice = array.getDevice().equals(manager.getDevice());
    NDArray copy = sameDevice ? array.duplicate() : array.toDevice(manager.getDevice(), true);
    copy.attach(manager);
    return copy;
  }

  static void check(String name, NDArray array, Shape expected, String axes) {
    if (!array.getShape().equals(expected)) {
      throw new IllegalArgumentException(
          "%s: expected %s = %s, got %s".formatted(name, axes, expected, array.getShape()));
    }
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(name + ": expected float32, got " + array.getDataType());
    }
  }
}
