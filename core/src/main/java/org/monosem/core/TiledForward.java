package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.activation.Relu;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.kernel.KernelModule;

/** A dictionary's forward pass over tiles of rows, so that dense work never exceeds one tile. */
final class TiledForward {
  private static final KernelModule KERNELS =
      KernelModule.load(TiledForward.class, "dictionary.py");

  /** Pre-activations of one tile: 2^24 floats, 64 MB. */
  private static final int TILE_VALUES = 1 << 24;

  private final DictionaryCheckpoint dictionary;
  private final EncoderPool encoders;
  private final boolean subtract;
  private final boolean relu;
  private final int tileRows;

  TiledForward(DictionaryCheckpoint dictionary, EncoderPool encoders) {
    this.dictionary = dictionary;
    this.encoders = encoders;
    this.relu = dictionary.config().activation() instanceof Relu;
    this.subtract = dictionary.config().applyDecoderBiasToInput();
    this.tileRows = Math.max(1, Math.min(4096, TILE_VALUES / dictionary.config().dSae()));
  }

  NDArray encodeDense(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    NDArray out = rows.getManager().create(new Shape(batch, dictionary.config().dSae()));
    try (NDManager scope = rows.getManager().newSubManager()) {
      for (int begin = 0; begin < batch; begin += tileRows) {
        NDArray x = slice(rows, begin, batch, scope);
        NDArray into = slice(out, begin, batch, scope);
        if (relu) {
          KERNELS.run(
              "encode_relu_dense",
              x,
              dictionary.wEnc(),
              dictionary.bEnc(),
              dictionary.bDec(),
              subtract,
              into);
        } else {
          runSparse("write_dense", encoders.encode(x), scope, into);
        }
      }
    }
    return out;
  }

  NDArray decode(NDArray features) {
    NDArray out =
        features
            .getManager()
            .create(new Shape(features.getShape().get(0), dictionary.config().dIn()));
    KERNELS.run("decode_dense", features, dictionary.wDec(), dictionary.bDec(), out);
    return out;
  }

  NDArray decode(FeatureActivations features, NDManager owner) {
    NDArray out = owner.create(new Shape(features.rows(), dictionary.config().dIn()));
    try (NDManager scope = owner.newSubManager()) {
      decodeInto(features, scope, out);
    }
    return out;
  }

  NDArray reconstruct(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    NDArray out = rows.getManager().create(new Shape(batch, dictionary.config().dIn()));
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray pre = buffer(scope, relu ? batch : 0);
      for (int begin = 0; begin < batch; begin += tileRows) {
        NDArray x = slice(rows, begin, batch, scope);
        NDArray into = slice(out, begin, batch, scope);
        if (relu) {
          KERNELS.run(
              "reconstruct_relu",
              x,
              dictionary.wEnc(),
              dictionary.bEnc(),
              dictionary.wDec(),
              dictionary.bDec(),
              subtract,
              pre,
              into);
        } else {
          decodeInto(encoders.encode(x), scope, into);
        }
      }
    }
    return out;
  }

  private void decodeInto(FeatureActivations features, NDManager scope, NDArray out) {
    runSparse("decode_sparse", features, scope, dictionary.wDec(), dictionary.bDec(), out);
  }

  /** Runs a kernel whose first arguments are sparse rows: offsets, features and values. */
  private static void runSparse(
      String kernel, FeatureActivations features, NDManager owner, Object... more) {
    try (NDManager scope = owner.newSubManager()) {
      Object[] arguments = new Object[3 + more.length];
      arguments[0] = scope.create(features.offsetsUnsafe());
      arguments[1] = scope.create(features.featuresUnsafe());
      arguments[2] = scope.create(features.valuesUnsafe());
      System.arraycopy(more, 0, arguments, 3, more.length);
      KERNELS.run(kernel, arguments);
    }
  }

  private NDArray buffer(NDManager scope, int batch) {
    return scope.create(
        new Shape(Math.min(tileRows, Math.max(1, batch)), dictionary.config().dSae()),
        DataType.FLOAT32);
  }

  /** Returns a view of one tile's rows, owned by {@code scope}. */
  private NDArray slice(NDArray rows, int begin, int batch, NDManager scope) {
    NDArray view = rows.get(begin + ":" + Math.min(batch, begin + tileRows));
    view.attach(scope);
    return view;
  }
}
