package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.monosem.core.kernel.KernelModule;

/** Which rows hang together by edges, each a pair of rows that are not orthogonal. */
final class Components {
  private static final KernelModule KERNELS = KernelModule.load(Components.class, "capacity.py");

  private static final int ROWS = 1024;

  private final int[] parents;

  private Components(int rows) {
    parents = new int[rows];
    for (int i = 0; i < rows; i++) {
      parents[i] = i;
    }
  }

  /** Returns the members of each, ascending; rows of zeros are in none. */
  static Collection<List<Integer>> of(NDArray embedding, double tolerance) {
    int rows = (int) embedding.getShape().get(0);
    Components components = new Components(rows);
    List<Integer> present = new ArrayList<>();
    for (int begin = 0; begin < rows; begin += ROWS) {
      try (NDManager scope = embedding.getManager().newSubManager()) {
        int count = Math.min(ROWS, rows - begin);
        NDList found = KERNELS.call(scope, "edges", embedding, begin, count, tolerance);
        components.join(found.get(0).toLongArray());
        for (long row : found.get(1).toLongArray()) {
          present.add((int) row);
        }
      }
    }
    TreeMap<Integer, List<Integer>> members = new TreeMap<>();
    for (int row : present) {
      members.computeIfAbsent(components.root(row), root -> new ArrayList<>()).add(row);
    }
    return members.values();
  }

  /** Joins the ends of every edge; they lie behind each other. */
  private void join(long[] ends) {
    for (int i = 0; i < ends.length; i += 2) {
      parents[root((int) ends[i])] = root((int) ends[i + 1]);
    }
  }

  private int root(int row) {
    int root = row;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]]; // halves the way for the next one
      root = parents[root];
    }
    return root;
  }
}
