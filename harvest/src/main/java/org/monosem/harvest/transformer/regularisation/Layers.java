package org.monosem.harvest.transformer.regularisation;

import java.util.List;

/** What is demanded of a list of layers. */
final class Layers {
  private Layers() {}

  static List<Integer> checked(String what, List<Integer> layers) {
    boolean ascending = !layers.isEmpty() && layers.get(0) >= 0;
    for (int i = 1; i < layers.size(); i++) {
      ascending &= layers.get(i) > layers.get(i - 1);
    }
    if (!ascending) {
      throw new IllegalArgumentException(
          what + ": layers: expected at least one, from 0, ascending, got " + layers);
    }
    return List.copyOf(layers);
  }

  static void requireBelow(int count, String what, List<Integer> layers) {
    if (layers.get(layers.size() - 1) >= count) {
      throw new IllegalArgumentException(
          "%s: layers: expected 0 to %d, got %s".formatted(what, count - 1, layers));
    }
  }
}
