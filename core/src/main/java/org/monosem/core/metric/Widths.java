package org.monosem.core.metric;

/** The rule that only statistics of equally wide rows mix. */
final class Widths {
  private Widths() {}

  static int positive(String name, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + width);
    }
    return width;
  }

  static void same(String name, int own, int other) {
    if (own != other) {
      throw new IllegalArgumentException(
          "combine: expected an accumulator of "
              + name
              + "="
              + own
              + ", got "
              + name
              + "="
              + other);
    }
  }
}
