package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.kernel.KernelModule;

/** The forward pass through sparse features, whatever the activation. */
final class SparseForward implements TileForward {
  private final KernelModule kernels;
  private final DictionaryCheckpoint dictionary;
  private final EncoderPool encoders;

  SparseForward(KernelModule kernels, DictionaryCheckpoint dictionary, EncoderPool encoders) {
    this.kernels = kernels;
    this.dictionary = dictionary;
    this.encoders = encoders;
  }

  @Override
  public NDArray workspace(NDManager owner, int tileRows) {
    return owner.create(new Shape(0));
  }

  @Override
  public void encodeDense(NDArray rows, NDManager scope, NDArray features) {
    run("write_dense", encoders.encode(rows), scope, features);
  }

  @Override
  public void reconstruct(NDArray rows, NDManager scope, NDArray workspace, NDArray decoded) {
    decode(encoders.encode(rows), scope, decoded);
  }

  /** Decodes {@code f wDec + bDec} into {@code [rows, dOut]}. */
  void decode(FeatureActivations features, NDManager scope, NDArray out) {
    run("decode_sparse", features, scope, dictionary.wDec(), dictionary.bDec(), out);
  }

  /** Runs a kernel whose first arguments are sparse rows: offsets, features and values. */
  private void run(String kernel, FeatureActivations features, NDManager owner, Object... more) {
    try (NDManager scope = owner.newSubManager()) {
      Object[] arguments = new Object[3 + more.length];
      arguments[0] = scope.create(features.offsetsUnsafe());
      arguments[1] = scope.create(features.featuresUnsafe());
      arguments[2] = scope.create(features.valuesUnsafe());
      System.arraycopy(more, 0, arguments, 3, more.length);
      kernels.run(kernel, arguments);
    }
  }
}
