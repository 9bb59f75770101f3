package org.monosem.core.encoder;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One row after another on the heap, as the bits of its floats, cut into strided blocks. Every
 * stride has an array of its own: loops that read and write all arrays at one index are those that
 * every JVM vectorises. Owns its working memory, so it serves one thread.
 */
final class RowBlocks {
  private final int k;
  private final int[][] strides;
  private final int[] rest;
  private final int[] maxima;
  private final int[] groups;
  private final int[] groupSlice;
  private final int[] groupHits;
  private final int[] hits;
  private final int[] all;

  RowBlocks(int width, int k, BlockPlan plan) {
    int blocks = plan.blocks();
    this.k = k;
    this.strides = new int[plan.cut() ? width / blocks : 0][blocks];
    this.rest = new int[width - strides.length * blocks];
    this.maxima = new int[blocks];
    this.groups = new int[plan.groups()];
    this.groupSlice = new int[plan.groups()];
    this.groupHits = new int[plan.groups()];
    this.hits = new int[blocks];
    this.all = IntStream.range(0, rest.length).toArray();
  }

  /** Copies the row that begins at {@code begin} and takes the maxima of its blocks. */
  void read(IntBuffer bits, int begin) {
    int at = begin;
    Arrays.fill(maxima, Ranks.COARSE_LEAST);
    for (int[] stride : strides) {
      bits.get(at, stride);
      Ranks.raise(maxima, stride);
      at += stride.length;
    }
    bits.get(at, rest);
  }

  /** Collects everything of the row that reaches its bound, by ascending column. */
  void collect(Candidates candidates) {
    candidates.clear();
    int bound = bound();
    int found = groups.length == 0 ? 0 : findBlocksReaching(bound);
    int column = 0;
    for (int[] stride : strides) {
      candidates.addReaching(bound, stride, column, hits, found);
      column += stride.length;
    }
    candidates.addReaching(bound, rest, column, all, rest.length);
  }

  /** Returns what at least k elements reach, because as many strided groups of blocks do. */
  private int bound() {
    if (groups.length == 0) {
      return Ranks.COARSE_LEAST;
    }
    fold(maxima, groups, groupSlice);
    return Ranks.coarseBound(groups, k);
  }

  /** Lists the blocks that reach a bound, ascending, by way of the groups that reach it. */
  private int findBlocksReaching(int bound) {
    int groupsFound = findGroupsReaching(bound);
    int found = 0;
    int at = 0;
    for (; at <= maxima.length - groups.length; at += groups.length) {
      for (int i = 0; i < groupsFound; i++) {
        int block = at + groupHits[i];
        hits[found] = block;
        found += Ranks.coarseReaches(maxima[block], bound);
      }
    }
    for (int block = at; block < maxima.length; block++) {
      hits[found] = block;
      found += Ranks.coarseReaches(maxima[block], bound);
    }
    return found;
  }

  private int findGroupsReaching(int bound) {
    int found = 0;
    for (int group = 0; group < groups.length; group++) {
      groupHits[found] = group;
      found += Ranks.coarseReaches(groups[group], bound);
    }
    return found;
  }

  /** Takes maxima over all strides of {@code to.length}; what is behind the last is left out. */
  private static void fold(int[] from, int[] to, int[] slice) {
    System.arraycopy(from, 0, to, 0, to.length);
    for (int at = to.length; at <= from.length - to.length; at += to.length) {
      System.arraycopy(from, at, slice, 0, to.length);
      Ranks.raiseCoarse(to, slice);
    }
  }
}
