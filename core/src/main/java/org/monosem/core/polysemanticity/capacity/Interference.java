package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.monosem.core.kernel.KernelModule;

/**
 * Two features whose directions share much: the larger {@code |cosine|}, the more one's capacity
 * costs the other's.
 *
 * @param feature the one of the smaller number
 * @param other the one of the larger number
 * @param cosine of the angle between their rows, in [-1, 1]
 */
public record Interference(int feature, int other, double cosine) {
  private static final KernelModule KERNELS = KernelModule.load(Interference.class, "capacity.py");

  private static final Comparator<Interference> WEAKEST_FIRST =
      Comparator.<Interference>comparingDouble(pair -> Math.abs(pair.cosine()))
          .thenComparing(Interference::feature, Comparator.reverseOrder())
          .thenComparing(Interference::other, Comparator.reverseOrder());

  private static final int ROWS = 1024;
  private static final int BLOCK = 8192;

  /**
   * Returns the pairs with the largest {@code |cosine|} among all, largest first, ties by the
   * features' numbers. All {@code features^2 / 2} pairs are looked at, in blocks of {@value #ROWS}
   * by {@value #BLOCK}, and only the {@code count} best are kept: memory does not grow with the
   * square.
   *
   * @param embedding {@code W [features, d]}, floats or doubles, finite; stays the caller's
   * @param perFeature how many partners of larger number are considered for one feature, at least
   *     1: with few, one feature with many neighbours leaves room for others
   * @param count how many pairs are returned at most, at least 1
   * @throws IllegalArgumentException naming the argument that is out of range, or as {@link
   *     FeatureCapacity#of}
   */
  public static List<Interference> strongest(NDArray embedding, int perFeature, int count) {
    Embedding.check(embedding);
    atLeastOne("perFeature", perFeature);
    atLeastOne("count", count);
    PriorityQueue<Interference> best = new PriorityQueue<>(WEAKEST_FIRST);
    int features = (int) embedding.getShape().get(0);
    for (int begin = 0; begin < features; begin += ROWS) {
      collect(embedding, begin, Math.min(ROWS, features - begin), perFeature, count, best);
    }
    List<Interference> sorted = new ArrayList<>(best);
    sorted.sort(WEAKEST_FIRST.reversed());
    return sorted;
  }

  private static void collect(
      NDArray embedding,
      int begin,
      int rows,
      int perFeature,
      int count,
      PriorityQueue<Interference> best) {
    try (NDManager scope = embedding.getManager().newSubManager()) {
      NDList found = KERNELS.call(scope, "strongest", embedding, begin, rows, perFeature, BLOCK);
      double[] cosines = Embedding.finite(found.get(0).toDoubleArray());
      long[] places = found.get(1).toLongArray();
      int width = cosines.length / rows;
      for (int i = 0; i < cosines.length; i++) {
        int feature = begin + i / width;
        int other = (int) places[i];
        if (feature < other) { // every pair is seen from both ends
          offer(new Interference(feature, other, cosines[i]), count, best);
        }
      }
    }
  }

  private static void offer(Interference pair, int count, PriorityQueue<Interference> best) {
    best.add(pair);
    if (best.size() > count) {
      best.remove();
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
