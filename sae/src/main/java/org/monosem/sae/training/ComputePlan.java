package org.monosem.sae.training;

import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.Workspace;

/**
 * How the steps of a training are computed. Changes their rounding, not what they compute ({@link
 * Precision#BF16} and {@link Precision#TF32} excepted), their speed and their memory.
 *
 * @param precision of the encoder's product
 * @param tileRows how many rows of a batch are multiplied with the whole dictionary at a time
 * @param mostPairs a step with more active pairs than this takes the dense path, whose memory does
 *     not depend on them
 * @param costs what the paths cost
 */
public record ComputePlan(Precision precision, int tileRows, long mostPairs, StepCosts costs) {
  private static final int LEAST_TILE_ROWS = 512;

  /** Elements of a tile: 8 MB of float32, of which a second-level cache holds a good part. */
  private static final long TILE_ELEMENTS = 1L << 21;

  /** Arrays of one element a pair that a step holds at its peak, in bytes. */
  private static final int BYTES_A_PAIR = 64;

  private static final long DEFAULT_PAIRS = 1L << 25;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public ComputePlan {
    Check.atLeast("tileRows", 1, tileRows);
    Check.atLeast("mostPairs", 1, mostPairs);
  }

  /** Returns float32, tiles of about 8 MB (of 512 rows for wide dictionaries), typical costs. */
  public static ComputePlan of(int dSae, int batch) {
    Check.atLeast("dSae", 1, dSae);
    long rows = Math.max(LEAST_TILE_ROWS, TILE_ELEMENTS / dSae);
    int tileRows = (int) Math.min(batch, rows);
    return new ComputePlan(Precision.FP32, tileRows, DEFAULT_PAIRS, StepCosts.TYPICAL);
  }

  /** Returns the same plan with another precision. */
  public ComputePlan withPrecision(Precision value) {
    return new ComputePlan(value, tileRows, mostPairs, costs);
  }

  /** Returns the same plan with another tile height. */
  public ComputePlan withTileRows(int value) {
    return new ComputePlan(precision, value, mostPairs, costs);
  }

  /** Returns the same plan with other costs. */
  public ComputePlan withCosts(StepCosts value) {
    return new ComputePlan(precision, tileRows, mostPairs, value);
  }

  /**
   * Returns the same plan with tiles and pairs that keep an autoencoder's training within so much
   * memory.
   *
   * @param bytes for parameters, moments, gradients, buffers and active pairs
   * @param dSae the number of features
   * @param dIn the width of a row
   * @param batch the rows of a step
   * @throws IllegalArgumentException if even single rows do not fit, saying how much they need
   */
  public ComputePlan within(long bytes, int dSae, int dIn, int batch) {
    return within(bytes, StepSizes.autoencoder(dSae, dIn, batch));
  }

  /** Does the same for steps of any kind. */
  ComputePlan within(long bytes, StepSizes sizes) {
    ComputePlan least = new ComputePlan(precision, 1, 1, costs);
    long needed = least.memory(sizes).total();
    int dSae = sizes.widths().dSae();
    int dIn = sizes.widths().dIn();
    if (needed > bytes) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "memory: %d features of width %d need at least %,d bytes, got %,d",
              dSae,
              dIn,
              needed,
              bytes));
    }
    long spare = bytes - needed;
    long rowBytes =
        Workspace.bytes(precision, new ReluEncoder.Sizes(dSae, dIn, 2))
            - Workspace.bytes(precision, new ReluEncoder.Sizes(dSae, dIn, 1));
    int rows = (int) Math.min(tileRows, 1 + spare / 2 / rowBytes);
    long left = spare - (rows - 1) * rowBytes;
    return new ComputePlan(precision, rows, Math.min(mostPairs, 1 + left / BYTES_A_PAIR), costs);
  }

  /**
   * Returns what an autoencoder's training by this plan holds at its peak, apart from the
   * activations' cache.
   */
  public MemoryEstimate memory(int dSae, int dIn, int batch) {
    return memory(StepSizes.autoencoder(dSae, dIn, batch));
  }

  /** Returns the same for steps of any kind. */
  MemoryEstimate memory(StepSizes sizes) {
    DictionaryWidths widths = sizes.widths();
    long array = sizes.parameterBytes();
    long pairs = Math.min(mostPairs, (long) sizes.batch() * widths.dSae());
    long workspace =
        Workspace.bytes(precision, new ReluEncoder.Sizes(widths.dSae(), widths.dIn(), tileRows));
    return new MemoryEstimate(
        array,
        2 * array,
        array,
        workspace + sizes.rowBytes(),
        pairs * BYTES_A_PAIR,
        sizes.termBytes());
  }
}
