package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.TopEntries;
import org.monosem.core.encoder.TopKSelection;
import org.monosem.core.kernel.KernelModule;

/** Encodes with a TopK dictionary: the positive ones of a row's k largest pre-activations. */
final class TopKTiles implements TileEncoder {
  private static final KernelModule KERNELS =
      KernelModule.load(TopKTiles.class, "pre_activations.py");

  private final DictionaryCheckpoint dictionary;
  private final TopKSelection selection;
  private final NDArray buffer;
  private final int tileRows;

  TopKTiles(
      NDManager manager, DictionaryCheckpoint dictionary, TopK activation, Precision precision) {
    if (precision != Precision.FP32) {
      throw new IllegalArgumentException(
          "precision: a topk dictionary encodes in FP32 only, got " + precision);
    }
    int dSae = dictionary.config().dSae();
    this.dictionary = dictionary;
    this.selection = TopKSelection.of(dSae, activation.k());
    this.tileRows = TileEncoder.tileRows(dSae);
    this.buffer = manager.zeros(new Shape(tileRows, dSae));
  }

  @Override
  public void encode(NDManager scope, NDArray centred, SparseRowsBuilder result) {
    int rows = (int) centred.getShape().get(0);
    for (int begin = 0; begin < rows; begin += tileRows) {
      try (NDManager tile = scope.newSubManager()) {
        int end = Math.min(rows, begin + tileRows);
        NDArray x = centred.get(begin + ":" + end);
        x.attach(tile);
        NDArray pre = buffer.get("0:" + (end - begin));
        pre.attach(tile);
        KERNELS.run("pre_activations", x, dictionary.wEnc(), dictionary.bEnc(), pre);
        TopEntries top = selection.select(pre);
        result.appendPositive(top.k(), top.columns(), top.values());
      }
    }
  }
}
