package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.Precision;

/** Encodes rows that are centred already, a tile at a time. */
interface TileEncoder {

  /**
   * Returns the encoder of a dictionary's kind.
   *
   * @throws IllegalArgumentException if the kind, or the device, does not offer the precision
   */
  static TileEncoder of(NDManager manager, DictionaryCheckpoint dictionary, Precision precision) {
    ActivationFunction activation = dictionary.config().activation();
    if (activation instanceof TopK topK) {
      return new TopKTiles(manager, dictionary, topK, precision);
    }
    return new ReluTiles(manager, dictionary, precision);
  }

  /**
   * Returns how many rows to multiply at a time: 256 at 16384 features, 16 MB of float32. There the
   * time has stopped falling with the height of the tile; below 128 rows the product slows down,
   * because every tile reads all weights.
   */
  static int tileRows(int dSae) {
    return Math.max(128, Math.min(4096, (1 << 22) / dSae));
  }

  /**
   * Encodes rows.
   *
   * @param scope the owner of what is made on the way
   * @param centred {@code [rows, dIn]}
   * @param result takes the entries of every row
   */
  void encode(NDManager scope, NDArray centred, SparseRowsBuilder result);
}
