package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** The moments of AdamW for every weight, and the update. Not safe for use by several threads. */
final class AdamWState {
  private final Gpt2Weights weights;
  private final List<NDArray> first;
  private final List<NDArray> second;
  private final List<NDArray> steps = new ArrayList<>();
  private final NDManager owner;

  /** Starts with moments of zero, owned by {@code owner}. */
  AdamWState(Gpt2Weights weights, NDManager owner) {
    this(weights, zeros(weights, owner), zeros(weights, owner), owner);
    count(0);
  }

  /** Goes on from moments, in layout order, after {@code updates} updates. */
  AdamWState(Gpt2Weights weights, List<NDArray> first, List<NDArray> second, NDManager owner) {
    this.weights = weights;
    this.first = first;
    this.second = second;
    this.owner = owner;
  }

  private static List<NDArray> zeros(Gpt2Weights weights, NDManager owner) {
    return weights.arrays().stream()
        .map(array -> owner.zeros(array.getShape(), array.getDataType()))
        .toList();
  }

  /** Sets how many updates are behind. */
  void count(long updates) {
    steps.forEach(NDArray::close);
    steps.clear();
    for (int i = 0; i < first.size(); i++) {
      steps.add(owner.full(new Shape(), (float) updates, DataType.FLOAT32));
    }
  }

  List<NDArray> first() {
    return first;
  }

  List<NDArray> second() {
    return second;
  }

  /** Updates the weights in place. */
  void update(List<NDArray> gradients, AdamW settings, double rate) {
    update(gradients, settings, rate, true);
    update(gradients, settings, rate, false);
  }

  private void update(List<NDArray> gradients, AdamW settings, double rate, boolean decayed) {
    List<Integer> chosen = indices(decayed);
    if (chosen.isEmpty()) {
      return;
    }
    Gpt2Gradients.KERNELS.run(
        "update",
        pick(weights.arrays(), chosen),
        pick(gradients, chosen),
        pick(first, chosen),
        pick(second, chosen),
        pick(steps, chosen),
        rate,
        settings.beta1(),
        settings.beta2(),
        decayed ? settings.weightDecay() : 0.0,
        settings.epsilon());
  }

  private List<Integer> indices(boolean decayed) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < weights.arrays().size(); i++) {
      if (weights.layout().entries().get(i).decays() == decayed) {
        indices.add(i);
      }
    }
    return indices;
  }

  private static List<NDArray> pick(List<NDArray> arrays, List<Integer> indices) {
    return indices.stream().map(arrays::get).toList();
  }
}
