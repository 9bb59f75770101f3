package org.monosem.core.encoder;

import java.nio.IntBuffer;

/**
 * Finds the k largest elements of one row after another, from the bits of its floats. Owns its
 * working memory, so it serves one thread.
 */
final class RowSelector {
  private final RowBlocks blocks;
  private final Candidates candidates;

  RowSelector(int width, int k, BlockPlan plan) {
    this.blocks = new RowBlocks(width, k, plan);
    this.candidates = new Candidates(k);
  }

  /** Selects from the row that begins at {@code begin} into the result from {@code to} on. */
  void select(IntBuffer bits, int begin, TopEntries result, int to) {
    blocks.read(bits, begin);
    blocks.collect(candidates);
    candidates.keepLargest(result, to);
  }
}
