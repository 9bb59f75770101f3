package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.kernel.KernelModule;

/** ReLU's forward pass: all of it on the device, dense or sparse as the rows turn out. */
final class ReluForward implements TileForward {
  private final KernelModule kernels;
  private final DictionaryCheckpoint dictionary;
  private final InputRows input;
  private final boolean subtract;

  ReluForward(KernelModule kernels, DictionaryCheckpoint dictionary) {
    this.kernels = kernels;
    this.dictionary = dictionary;
    this.input = new InputRows(dictionary.config());
    this.subtract = dictionary.config().applyDecoderBiasToInput();
  }

  @Override
  public NDArray workspace(NDManager owner, int tileRows) {
    return owner.create(new Shape(tileRows, dictionary.config().dSae()), DataType.FLOAT32);
  }

  @Override
  public void encodeDense(NDArray rows, NDManager scope, NDArray features) {
    kernels.run(
        "encode_relu_dense",
        input.normalised(rows, scope),
        dictionary.wEnc(),
        dictionary.bEnc(),
        dictionary.bDec(),
        subtract,
        features);
  }

  @Override
  public void reconstruct(NDArray rows, NDManager scope, NDArray workspace, NDArray decoded) {
    kernels.run(
        "reconstruct_relu",
        input.normalised(rows, scope),
        dictionary.wEnc(),
        dictionary.bEnc(),
        dictionary.wDec(),
        dictionary.bDec(),
        subtract,
        workspace,
        decoded);
  }
}
