package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.monosem.core.kernel.KernelModule;

/**
 * A meaning of another unit whose central example has a similar input.
 *
 * @param layer the other unit's layer
 * @param unit its number there
 * @param meaning which of its meanings
 * @param cosine of the two inputs {@code z}
 */
public record SimilarMeaning(int layer, int unit, int meaning, double cosine) {
  private static final KernelModule KERNELS =
      KernelModule.load(SimilarMeaning.class, "embedding.py");

  private static final int ROWS = 1024;
  private static final int BLOCK = 8192;
  private static final double[] GPT2_SMALL = {0.5, 0.2, 0.2, 0.1, 0.1, 0.05};

  private static final Comparator<SimilarMeaning> NEAREST_FIRST =
      Comparator.comparing(SimilarMeaning::cosine, Comparator.reverseOrder())
          .thenComparingInt(SimilarMeaning::layer)
          .thenComparingInt(SimilarMeaning::unit)
          .thenComparingInt(SimilarMeaning::meaning);

  /**
   * Returns the cosine above which the source keeps neighbours of a layer of GPT-2 small: 0.5, 0.2,
   * 0.2, 0.1, 0.1, then 0.05.
   */
  public static double gpt2SmallCut(int layer) {
    return GPT2_SMALL[Math.min(layer, GPT2_SMALL.length - 1)];
  }

  /**
   * Finds for every meaning those of other units that are most similar, by exact search: {@code 2
   * n^2 dIn} products for n meanings, in blocks of {@value #ROWS} by {@value #BLOCK}.
   *
   * @param all the meanings to compare, of one or several layers, at least one, all of one width
   * @param count how many are returned at most for each, at least 1; the source's is 20
   * @param cut for a layer the cosine that its meanings' neighbours exceed
   * @param scope owns what lives during the search, in a manager of its own
   * @return for each meaning, in the order given, its neighbours, nearest first
   * @throws IllegalArgumentException naming the argument that is out of range
   */
  public static List<List<SimilarMeaning>> find(
      List<CentralExample> all, int count, IntToDoubleFunction cut, NDManager scope) {
    if (count < 1) {
      throw new IllegalArgumentException("count: expected at least 1, got " + count);
    }
    List<List<SimilarMeaning>> found = new ArrayList<>();
    try (NDManager inner = scope.newSubManager()) {
      NDArray vectors = vectors(all, inner);
      NDArray groups = inner.create(groups(all));
      for (int begin = 0; begin < all.size(); begin += ROWS) {
        try (NDManager block = inner.newSubManager()) {
          int rows = Math.min(ROWS, all.size() - begin);
          NDList nearest =
              KERNELS.call(block, "nearest", vectors, groups, begin, rows, count, BLOCK);
          addTo(found, nearest, all, cut);
        }
      }
    }
    return found;
  }

  /** Adds the neighbours of the next meanings, as many as were searched for. */
  private static void addTo(
      List<List<SimilarMeaning>> found,
      NDList nearest,
      List<CentralExample> all,
      IntToDoubleFunction cut) {
    double[] cosines = nearest.get(0).toDoubleArray();
    long[] places = nearest.get(1).toLongArray();
    int count = (int) nearest.get(0).getShape().get(1);
    for (int begin = 0; begin < cosines.length; begin += count) {
      // What is not there has the cosine -2: no cut lets it in.
      double least = Math.max(cut.applyAsDouble(all.get(found.size()).layer()), -1.5);
      List<SimilarMeaning> neighbours = new ArrayList<>();
      for (int k = begin; k < begin + count; k++) {
        if (cosines[k] > least) {
          neighbours.add(of(all.get((int) places[k]), cosines[k]));
        }
      }
      neighbours.sort(NEAREST_FIRST);
      found.add(List.copyOf(neighbours));
    }
  }

  private static SimilarMeaning of(CentralExample other, double cosine) {
    return new SimilarMeaning(other.layer(), other.unit(), other.meaning(), cosine);
  }

  private static NDArray vectors(List<CentralExample> all, NDManager owner) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("meanings: expected at least one, got none");
    }
    int dIn = all.get(0).vector().length;
    float[] flat = new float[Math.multiplyExact(all.size(), dIn)];
    for (int i = 0; i < all.size(); i++) {
      float[] vector = all.get(i).vector();
      if (vector.length != dIn) {
        throw new IllegalArgumentException(
            "meanings: expected inputs of width %d, got one of %d".formatted(dIn, vector.length));
      }
      System.arraycopy(vector, 0, flat, i * dIn, dIn);
    }
    return owner.create(flat, new Shape(all.size(), dIn));
  }

  /** Returns a number for each, the same for meanings of one unit, which are not compared. */
  private static long[] groups(List<CentralExample> all) {
    Map<List<Integer>, Long> numbers = new HashMap<>();
    return all.stream()
        .mapToLong(
            one ->
                numbers.computeIfAbsent(
                    List.of(one.layer(), one.unit()), unit -> (long) numbers.size()))
        .toArray();
  }
}
