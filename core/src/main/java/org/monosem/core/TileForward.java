package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** The forward pass over one tile of rows, by the kind of activation. */
interface TileForward {

  /** Returns what {@link #reconstruct} may write over, for tiles of so many rows. */
  NDArray workspace(NDManager owner, int tileRows);

  /**
   * Encodes a tile with every zero written out.
   *
   * @param rows {@code [T, dIn]}, as they came
   * @param scope the owner of what is made on the way
   * @param features receives {@code [T, dSae]}
   */
  void encodeDense(NDArray rows, NDManager scope, NDArray features);

  /**
   * Encodes and decodes a tile: {@code f wDec + bDec}, neither normalisation undone nor a skip
   * connection added.
   *
   * @param rows {@code [T, dIn]}, as they came
   * @param scope the owner of what is made on the way
   * @param workspace from {@link #workspace}
   * @param decoded receives {@code [T, dOut]}
   */
  void reconstruct(NDArray rows, NDManager scope, NDArray workspace, NDArray decoded);
}
