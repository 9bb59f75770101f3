package org.monosem.core.polysemanticity.emergence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes in layers, with connections from each layer to the next: all of them, or those of a mask,
 * as pruning leaves them. Immutable; holds no NDArray.
 */
public final class LayeredGraph {
  private final List<Integer> sizes;
  private final List<Connections> connections;

  private LayeredGraph(List<Integer> sizes, List<Connections> connections) {
    this.sizes = List.copyOf(sizes);
    this.connections = List.copyOf(connections);
  }

  /**
   * Returns the graph in which every node is connected with every node of the next layer.
   *
   * @param sizes nodes of each layer, inputs first: at least two layers, none empty
   * @throws IllegalArgumentException if there are fewer, or one is empty
   */
  public static LayeredGraph fullyConnected(int... sizes) {
    if (sizes.length < 2) {
      throw new IllegalArgumentException("layers: expected at least 2, got " + sizes.length);
    }
    List<Integer> nodes = new ArrayList<>();
    List<Connections> connections = new ArrayList<>();
    for (int layer = 0; layer < sizes.length; layer++) {
      if (sizes[layer] < 1) {
        throw new IllegalArgumentException("layer " + layer + ": expected nodes, got none");
      }
      nodes.add(sizes[layer]);
      if (layer > 0) {
        connections.add(new Connections.All(sizes[layer - 1], sizes[layer]));
      }
    }
    return new LayeredGraph(nodes, connections);
  }

  /**
   * Returns the graph whose connections are the weights that are not zero.
   *
   * @param weights of each layer but the first, {@code [outputs, inputs]} as PyTorch has them, each
   *     with as many inputs as the one before has outputs; stay the caller's
   * @throws IllegalArgumentException if there are none, or their shapes do not fit
   */
  public static LayeredGraph ofWeights(List<NDArray> weights) {
    List<boolean[][]> masks = new ArrayList<>();
    for (NDArray weight : weights) {
      Shape shape = weight.getShape();
      if (shape.dimension() != 2 || shape.size() == 0) {
        throw new IllegalArgumentException(
            "weights: expected [outputs, inputs] with at least one of each, got " + shape);
      }
      masks.add(mask(weight));
    }
    return ofMasks(masks);
  }

  /**
   * Returns the graph with the connections of masks.
   *
   * @param masks of each layer but the first, {@code [outputs][inputs]}, true where there is a
   *     connection; copied
   * @throws IllegalArgumentException if there are none, or their sizes do not fit
   */
  public static LayeredGraph ofMasks(List<boolean[][]> masks) {
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("masks: expected at least one, got none");
    }
    List<Integer> sizes = new ArrayList<>();
    List<Connections> connections = new ArrayList<>();
    for (boolean[][] mask : masks) {
      int inputs = mask.length == 0 ? 0 : mask[0].length;
      if (sizes.isEmpty()) {
        sizes.add(inputs);
      }
      checkMask(mask, sizes.get(sizes.size() - 1), sizes.size());
      sizes.add(mask.length);
      connections.add(Connections.Some.of(mask));
    }
    return new LayeredGraph(sizes, connections);
  }

  /** Returns the number of nodes of each layer. */
  public List<Integer> sizes() {
    return sizes;
  }

  /** Returns the number of connections: the parameters, where nodes have no biases. */
  public long connections() {
    return connections.stream().mapToLong(Connections::count).sum();
  }

  /**
   * Returns the number of parameters of nodes with biases: connections, and nodes behind inputs.
   */
  public long parameters() {
    return connections() + sizes.stream().skip(1).mapToLong(Integer::longValue).sum();
  }

  /**
   * Counts the paths from inactive nodes to active nodes, exactly.
   *
   * @param active for each layer which of its nodes are active
   * @throws IllegalArgumentException if the layers are not those of this graph
   */
  public BigInteger paths(List<boolean[]> active, CountingRule rule) {
    check(active);
    BigInteger sum = BigInteger.ZERO;
    Arrivals arrivals = Arrivals.same(BigInteger.ZERO, sizes.get(0));
    for (int layer = 1; layer < sizes.size(); layer++) {
      Departures departures = Departures.of(arrivals, active.get(layer - 1), rule);
      arrivals = connections.get(layer - 1).follow(departures);
      sum = sum.add(arrivals.at(active.get(layer)));
    }
    return sum;
  }

  private void check(List<boolean[]> active) {
    List<Integer> given = active.stream().map(layer -> layer.length).toList();
    if (!given.equals(sizes)) {
      throw new IllegalArgumentException(
          "active: expected layers of " + sizes + " nodes, got " + given);
    }
  }

  private static void checkMask(boolean[][] mask, int inputs, int layer) {
    if (mask.length == 0 || inputs == 0) {
      throw new IllegalArgumentException("mask of layer " + layer + ": it is empty");
    }
    for (boolean[] row : mask) {
      if (row.length != inputs) {
        throw new IllegalArgumentException(
            "mask of layer %d: expected [outputs, inputs=%d], got a row of %d"
                .formatted(layer, inputs, row.length));
      }
    }
  }

  private static boolean[][] mask(NDArray weight) {
    int outputs = Math.toIntExact(weight.getShape().get(0));
    int inputs = Math.toIntExact(weight.getShape().get(1));
    double[] values = Activations.doubles(weight);
    boolean[][] mask = new boolean[outputs][inputs];
    for (int i = 0; i < values.length; i++) {
      mask[i / inputs][i % inputs] = values[i] != 0;
    }
    return mask;
  }
}
