package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.monosem.core.kernel.KernelModule;

/**
 * An embedding taken apart into blocks of features that share dimensions: the connected components
 * of the graph with an edge wherever {@code |cos(W_i, W_j)|} is above a tolerance; the package says
 * what they mean.
 *
 * @param blocks all of them, largest first, ties by their first feature; a row of zeros is in none
 */
public record SemiOrthogonalBlocks(List<Block> blocks) {
  private static final KernelModule KERNELS =
      KernelModule.load(SemiOrthogonalBlocks.class, "capacity.py");

  /**
   * A block.
   *
   * @param features its members, ascending
   * @param dims the dimension of what they span
   * @param scale {@code s}, the mean of the squared singular values of its rows {@code W_b}
   * @param distance how far {@code W_b' W_b} is from {@code s} times the projection on the span:
   *     the Frobenius norm of the difference over that of the latter; 0 for a semi-orthogonal block
   */
  public record Block(List<Integer> features, int dims, double scale, double distance) {
    /** Copies the members. */
    public Block {
      features = List.copyOf(features);
    }
  }

  /** Copies the blocks. */
  public SemiOrthogonalBlocks {
    blocks = List.copyOf(blocks);
  }

  /**
   * Finds the blocks; cosines exist for a block of rows at a time.
   *
   * @param embedding {@code W [features, d]}, floats or doubles, finite; stays the caller's
   * @param tolerance the largest {@code |cosine|} of features that count as orthogonal, in [0, 1)
   * @throws IllegalArgumentException naming the argument that is out of range, or as {@link
   *     FeatureCapacity#of}
   */
  public static SemiOrthogonalBlocks find(NDArray embedding, double tolerance) {
    Embedding.check(embedding);
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "tolerance: expected a number in [0, 1), got " + tolerance);
    }
    List<Block> blocks = new ArrayList<>();
    for (List<Integer> members : Components.of(embedding, tolerance)) {
      blocks.add(block(embedding, members));
    }
    blocks.sort(
        Comparator.<Block>comparingInt(block -> -block.features().size())
            .thenComparing(block -> block.features().get(0)));
    return new SemiOrthogonalBlocks(blocks);
  }

  /** Returns how many blocks there are of each number of features. */
  public Map<Integer, Integer> sizes() {
    Map<Integer, Integer> sizes = new TreeMap<>();
    blocks.forEach(block -> sizes.merge(block.features().size(), 1, Integer::sum));
    return sizes;
  }

  private static Block block(NDArray embedding, List<Integer> members) {
    try (NDManager scope = embedding.getManager().newSubManager()) {
      NDArray index = scope.create(members.stream().mapToLong(Integer::longValue).toArray());
      double[] form = KERNELS.callForArray(scope, "block_form", embedding, index).toDoubleArray();
      return new Block(members, (int) Math.round(form[1]), form[0], form[2]);
    }
  }
}
