package org.monosem.core.polysemanticity.embedding;

import java.util.Arrays;

/** Which place in a choice of units each unit of a layer has; -1 for none. */
final class Slots {
  private Slots() {}

  /** Returns how many units the layer must have at least. */
  static int count(int[] units) {
    int largest = Arrays.stream(units).max().orElse(-1);
    if (largest < 0 || Arrays.stream(units).min().orElse(-1) < 0) {
      throw new IllegalArgumentException(
          "units: expected at least one, none negative, got " + Arrays.toString(units));
    }
    return largest + 1;
  }

  static void fill(int[] slots, int[] units) {
    Arrays.fill(slots, -1);
    for (int i = 0; i < units.length; i++) {
      if (slots[units[i]] >= 0) {
        throw new IllegalArgumentException("units: " + units[i] + " is named twice");
      }
      slots[units[i]] = i;
    }
  }
}
