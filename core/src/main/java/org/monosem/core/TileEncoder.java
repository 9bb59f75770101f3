package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Encodes rows that are centred already, a tile at a time. */
interface TileEncoder {

  /**
   * Encodes rows.
   *
   * @param scope the owner of what is made on the way
   * @param centred {@code [rows, dIn]}
   * @param result takes the entries of every row
   */
  void encode(NDManager scope, NDArray centred, SparseRowsBuilder result);
}
