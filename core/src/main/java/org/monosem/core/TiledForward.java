package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import org.monosem.core.activation.Relu;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.kernel.KernelModule;

/** A dictionary's forward pass over tiles of rows, so that dense work never exceeds one tile. */
final class TiledForward {
  private static final KernelModule KERNELS =
      KernelModule.load(TiledForward.class, "dictionary.py");

  /** Pre-activations of one tile: 2^24 floats, 64 MB. */
  private static final int TILE_VALUES = 1 << 24;

  private final DictionaryCheckpoint dictionary;
  private final SparseForward sparse;
  private final TileForward tiles;
  private final InputRows input;
  private final @Nullable NDArray skip;
  private final int tileRows;

  TiledForward(DictionaryCheckpoint dictionary, EncoderPool encoders) {
    DictionaryConfig config = dictionary.config();
    this.dictionary = dictionary;
    this.sparse = new SparseForward(KERNELS, dictionary, encoders);
    this.tiles =
        config.activation() instanceof Relu ? new ReluForward(KERNELS, dictionary) : sparse;
    this.input = new InputRows(config);
    this.skip =
        config.kind() == DictionaryKind.SKIP_TRANSCODER
            ? dictionary.extra().get(ExtraWeights.W_SKIP)
            : null;
    this.tileRows = Math.max(1, Math.min(4096, TILE_VALUES / config.dSae()));
  }

  NDArray encodeDense(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    NDArray out = rows.getManager().create(new Shape(batch, dictionary.config().dSae()));
    try (NDManager scope = rows.getManager().newSubManager()) {
      for (int begin = 0; begin < batch; begin += tileRows) {
        try (NDManager tile = scope.newSubManager()) {
          NDArray x = slice(rows, begin, batch, tile);
          tiles.encodeDense(x, tile, slice(out, begin, batch, tile));
        }
      }
    }
    return out;
  }

  NDArray decode(NDArray features) {
    NDArray out = features.getManager().create(decodedShape(features.getShape().get(0)));
    KERNELS.run("decode_dense", features, dictionary.wDec(), dictionary.bDec(), out);
    return out;
  }

  NDArray decode(FeatureActivations features, NDManager owner) {
    NDArray out = owner.create(decodedShape(features.rows()));
    try (NDManager scope = owner.newSubManager()) {
      sparse.decode(features, scope, out);
    }
    return out;
  }

  NDArray reconstruct(NDArray rows) {
    int batch = Math.toIntExact(rows.getShape().get(0));
    NDArray out = rows.getManager().create(decodedShape(batch));
    try (NDManager scope = rows.getManager().newSubManager()) {
      NDArray workspace = tiles.workspace(scope, Math.min(tileRows, Math.max(1, batch)));
      for (int begin = 0; begin < batch; begin += tileRows) {
        try (NDManager tile = scope.newSubManager()) {
          NDArray x = slice(rows, begin, batch, tile);
          NDArray into = slice(out, begin, batch, tile);
          tiles.reconstruct(x, tile, workspace, into);
          input.undo(x, into);
          addSkip(x, into);
        }
      }
    }
    return out;
  }

  private void addSkip(NDArray x, NDArray into) {
    if (skip != null) {
      KERNELS.run("add_skip", x, skip, into);
    }
  }

  private Shape decodedShape(long rows) {
    return new Shape(rows, dictionary.config().dOut());
  }

  /** Returns a view of one tile's rows, owned by {@code scope}. */
  private NDArray slice(NDArray rows, int begin, int batch, NDManager scope) {
    NDArray view = rows.get(begin + ":" + Math.min(batch, begin + tileRows));
    view.attach(scope);
    return view;
  }
}
