package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.kernel.KernelModule;

/** A dictionary's forward pass over tiles of rows, so that dense work never exceeds one tile. */
final class TiledForward {
  private static final KernelModule KERNELS =
      KernelModule.load(TiledForward.class, "dictionary.py");

  /** Pre-activations of one tile: 2^24 floats, 64 MB. */
  private static final int TILE_VALUES = 1 << 24;

  private final DictionaryCheckpoint dictionary;
  private final boolean subtract;
  private final int tileRows;

  TiledForward(DictionaryCheckpoint dictionary) {
    this.dictionary = dictionary;
    this.subtract = dictionary.config().applyDecoderBiasToInput();
    this.tileRows = Math.max(1, Math.min(4096, TILE_VALUES / dictionary.config().dSae()));
  }

  FeatureActivations encode(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    SparseRowsBuilder builder = new SparseRowsBuilder(dictionary.config().dSae(), batch);
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray pre = buffer(scope, batch);
      for (int begin = 0; begin < batch; begin += tileRows) {
        try (NDManager tile = scope.newSubManager()) {
          NDArray x = slice(rows, begin, batch, tile);
          NDList sparse =
              KERNELS.call(
                  tile,
                  "encode_relu",
                  x,
                  dictionary.wEnc(),
                  dictionary.bEnc(),
                  dictionary.bDec(),
                  subtract,
                  pre);
          builder.append(
              sparse.get(0).toIntArray(), sparse.get(1).toIntArray(), sparse.get(2).toFloatArray());
        }
      }
    }
    return builder.build();
  }

  NDArray encodeDense(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    NDArray out = rows.getManager().create(new Shape(batch, dictionary.config().dSae()));
    try (NDManager scope = rows.getManager().newSubManager()) {
      for (int begin = 0; begin < batch; begin += tileRows) {
        KERNELS.run(
            "encode_relu_dense",
            slice(rows, begin, batch, scope),
            dictionary.wEnc(),
            dictionary.bEnc(),
            dictionary.bDec(),
            subtract,
            slice(out, begin, batch, scope));
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
      KERNELS.run(
          "decode_sparse",
          scope.create(features.offsetsUnsafe()),
          scope.create(features.featuresUnsafe()),
          scope.create(features.valuesUnsafe()),
          dictionary.wDec(),
          dictionary.bDec(),
          out);
    }
    return out;
  }

  NDArray reconstruct(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    NDArray out = rows.getManager().create(new Shape(batch, dictionary.config().dIn()));
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray pre = buffer(scope, batch);
      for (int begin = 0; begin < batch; begin += tileRows) {
        KERNELS.run(
            "reconstruct_relu",
            slice(rows, begin, batch, scope),
            dictionary.wEnc(),
            dictionary.bEnc(),
            dictionary.wDec(),
            dictionary.bDec(),
            subtract,
            pre,
            slice(out, begin, batch, scope));
      }
    }
    return out;
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

  /** Gathers the sparse rows of tile after tile. */
  private static final class SparseRowsBuilder {
    private final int dSae;
    private final int[] offsets;
    private int rows;
    private int[] features = {};
    private float[] values = {};

    SparseRowsBuilder(int dSae, int batch) {
      this.dSae = dSae;
      this.offsets = new int[batch + 1];
    }

    void append(int[] tileOffsets, int[] tileFeatures, float[] tileValues) {
      int before = offsets[rows];
      int after = Math.addExact(before, tileFeatures.length);
      reserve(after);
      System.arraycopy(tileFeatures, 0, features, before, tileFeatures.length);
      System.arraycopy(tileValues, 0, values, before, tileValues.length);
      for (int r = 1; r < tileOffsets.length; r++) {
        offsets[++rows] = before + tileOffsets[r];
      }
    }

    FeatureActivations build() {
      int entries = offsets[rows];
      return FeatureActivations.ofUnsafe(
          dSae, offsets, Arrays.copyOf(features, entries), Arrays.copyOf(values, entries));
    }

    private void reserve(int entries) {
      if (entries > features.length) {
        int size = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(entries, entries * 3L / 2));
        features = Arrays.copyOf(features, size);
        values = Arrays.copyOf(values, size);
      }
    }
  }
}
