package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.encoder.Precision;

/**
 * Encodes many batches with one dictionary, in a precision of choice: keeps what a batch needs
 * beside the weights, so that nothing is prepared twice.
 *
 * <p>Holds a buffer of one tile of pre-activations ({@code [tileRows, dSae]}, 16 MB; more, for at
 * least 128 rows, beyond 32768 features) and, for the bfloat16 precisions, the encoder's weights
 * once more in bfloat16. Batches go through in tiles, whose positive entries alone are kept.
 *
 * <p>For one thread at a time; give each thread its own. Made by {@link SparseAutoencoder#encoder};
 * closed with the dictionary at the latest.
 */
public final class FeatureEncoder implements AutoCloseable {
  /** Rows that are centred and multiplied by one call: bounds copies of the input. */
  private static final int SLAB_ROWS = 4096;

  private final NDManager manager;
  private final DictionaryCheckpoint dictionary;
  private final Precision precision;
  private final InputRows input;
  private final TileEncoder tiles;

  FeatureEncoder(NDManager owner, DictionaryCheckpoint dictionary, Precision precision) {
    this.manager = owner.newSubManager();
    this.dictionary = dictionary;
    this.precision = precision;
    this.input = new InputRows(dictionary.config());
    try {
      this.tiles = TileEncoder.of(manager, dictionary, precision);
    } catch (IllegalArgumentException e) {
      manager.close();
      throw e;
    }
  }

  /** Returns the precision of the encoder's product. */
  public Precision precision() {
    return precision;
  }

  /**
   * Encodes activations.
   *
   * @param rows float32, shape {@code [batch, dIn]}, on the device of the weights
   * @return the features that fired, on the Java heap
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public FeatureActivations encode(NDArray rows) {
    SparseAutoencoder.check("activations", rows, "dIn", dictionary.config().dIn());
    int batch = Math.toIntExact(rows.getShape().get(0));
    SparseRowsBuilder builder = new SparseRowsBuilder(dictionary.config().dSae(), batch);
    for (int begin = 0; begin < batch; begin += SLAB_ROWS) {
      try (NDManager scope = rows.getManager().newSubManager()) {
        NDArray slab = rows.get(begin + ":" + Math.min(batch, begin + SLAB_ROWS));
        slab.attach(scope);
        tiles.encode(scope, centred(input.normalised(slab, scope)), builder);
      }
    }
    return builder.build();
  }

  /** Frees the buffers; the dictionary stays. */
  @Override
  public void close() {
    manager.close();
  }

  /**
   * The bias is subtracted here and not folded into the encoder's bias: it is one pass over {@code
   * dIn} numbers a row against {@code dIn dSae} products, and off-centre rows would cost digits and
   * widen the margin of the bfloat16 candidates.
   */
  private NDArray centred(NDArray slab) {
    if (!dictionary.config().applyDecoderBiasToInput()) {
      return slab;
    }
    return slab.sub(dictionary.bDec());
  }
}
