package org.monosem.core.encoder;

/**
 * How rows are cut for a selection.
 *
 * @param blocks the number of strided blocks; element {@code j} belongs to block {@code j % blocks}
 * @param groups the number of strided groups of blocks whose maxima give the bound, about {@code 4
 *     k}: then about 1.2 k elements of a row reach the bound. Zero: rows too short to be cut
 */
record BlockPlan(int blocks, int groups) {
  private static final int GROUPS_PER_ENTRY = 4;

  /**
   * Reading the maxima of all blocks again costs {@code width / size}, reading the blocks that
   * reach the bound about {@code 5 k size}: cheapest where both are equal.
   */
  static BlockPlan of(int width, int k) {
    int size = Integer.highestOneBit((int) Math.ceil(Math.sqrt(width / (5.0 * k))));
    size = Math.min(64, Math.max(4, size));
    int blocks = width / size;
    int groups = (int) Math.min(blocks, GROUPS_PER_ENTRY * (long) Math.max(32, k));
    return groups < 2L * k ? new BlockPlan(0, 0) : new BlockPlan(blocks, groups);
  }

  boolean cut() {
    return groups > 0;
  }

  /** Returns how many blocks the device's kernel cuts a row into: about {@code sqrt(width k)}. */
  static int blocksOnDevice(int width, int k) {
    return Math.max(1, Math.min(width, Integer.highestOneBit((int) Math.sqrt((double) width * k))));
  }
}
