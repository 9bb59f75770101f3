package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;
import org.monosem.core.polysemanticity.capacity.FeatureCapacity;
import org.monosem.core.polysemanticity.capacity.Interference;
import org.monosem.core.polysemanticity.capacity.SemiOrthogonalBlocks;

/**
 * Prints how the shipped model's neurons share the dimensions that they read: their capacities, the
 * pairs that share most, and the blocks that they fall into.
 */
public final class CapacityExample {
  private static final int PAIRS = 3;
  private static final double ORTHOGONAL = 0.6;

  private CapacityExample() {}

  public static void main(String[] args) {
    Result result = measure();
    FeatureCapacity capacity = result.capacity();
    System.out.printf(
        Locale.ROOT,
        "%d neurons share %.1f of %d dimensions: a tenth below %.3f, half below %.3f, all equal %.3f%n",
        capacity.features(),
        capacity.total(),
        capacity.dims(),
        capacity.quantile(0.1),
        capacity.quantile(0.5),
        (double) capacity.dims() / capacity.features());
    for (Interference pair : result.pairs()) {
      System.out.printf(
          Locale.ROOT,
          "neurons %d and %d: cosine %.2f, capacities %.3f and %.3f%n",
          pair.feature(),
          pair.other(),
          pair.cosine(),
          capacity.capacity(pair.feature()),
          capacity.capacity(pair.other()));
    }
    System.out.printf(
        Locale.ROOT,
        "blocks of neurons with |cosine| above %.1f, size by number: %s%n",
        ORTHOGONAL,
        result.blocks().sizes());
  }

  /**
   * What was found.
   *
   * @param capacity of each neuron
   * @param pairs that share most
   * @param blocks of neurons that share dimensions
   */
  record Result(FeatureCapacity capacity, List<Interference> pairs, SemiOrthogonalBlocks blocks) {}

  static Result measure() {
    try (ModelRun model = new ModelRun();
        NDManager owner = model.newManager()) {
      NDArray directions = model.neurons(owner).in();
      return new Result(
          FeatureCapacity.ofDirections(directions),
          Interference.strongest(directions, 1, PAIRS),
          SemiOrthogonalBlocks.find(directions, ORTHOGONAL));
    }
  }
}
