package org.monosem.core.polysemanticity.emergence;

import ai.djl.ndarray.NDArray;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Counts the paths for one input after another; not safe for use by several threads. */
public final class EmergenceAccumulator {
  private final LayeredGraph graph;
  private final EmergenceOptions options;
  private final long[] active;
  private BigInteger paths = BigInteger.ZERO;
  private long inputs;

  /** Begins a count without inputs. */
  public EmergenceAccumulator(LayeredGraph graph, EmergenceOptions options) {
    this.graph = graph;
    this.options = options;
    this.active = new long[graph.sizes().size()];
  }

  /**
   * Adds a batch of inputs.
   *
   * @param layers the activations of every layer of the graph, each {@code [rows, units]}, floats
   *     or doubles; rows belong together; stay the caller's
   * @throws IllegalArgumentException if they are not such layers, or hold NaN; nothing is added
   *     then
   */
  public void add(List<NDArray> layers) {
    if (layers.size() != active.length) {
      throw new IllegalArgumentException(
          "layers: expected " + active.length + ", got " + layers.size());
    }
    List<boolean[][]> states = new ArrayList<>();
    for (int i = 0; i < active.length; i++) {
      states.add(
          Activations.active(
              layers.get(i), graph.sizes().get(i), options.threshold(), "layer " + i));
      if (states.get(i).length != states.get(0).length) {
        throw new IllegalArgumentException(
            "layer %d: expected %d rows as in layer 0, got %d"
                .formatted(i, states.get(0).length, states.get(i).length));
      }
    }
    for (int row = 0; row < states.get(0).length; row++) {
      addInput(row, states);
    }
  }

  private void addInput(int row, List<boolean[][]> states) {
    List<boolean[]> state = states.stream().map(layer -> layer[row]).toList();
    paths = paths.add(graph.paths(state, options.rule()));
    inputs++;
    for (int layer = 0; layer < active.length; layer++) {
      for (boolean node : state.get(layer)) {
        active[layer] += node ? 1 : 0;
      }
    }
  }

  /**
   * Returns the count so far.
   *
   * @param parameters what relative emergence is relative to, such as {@link
   *     LayeredGraph#parameters}; at least 1
   * @throws IllegalArgumentException if there are fewer parameters
   */
  public Emergence result(long parameters) {
    List<Double> shares = new ArrayList<>();
    for (int layer = 0; layer < active.length; layer++) {
      shares.add(active[layer] / ((double) inputs * graph.sizes().get(layer)));
    }
    return new Emergence(paths, inputs, parameters, shares);
  }
}
