package org.monosem.core.polysemanticity.label;

/** What is demanded of numbers and vectors. */
final class Vectors {
  private Vectors() {}

  static void checkFinite(String name, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(name + ": expected at least one, got none");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(name + ": expected finite numbers, got " + value);
      }
    }
  }

  /** Checks vectors of one width, and that there are so many at least. */
  static void check(String name, int least, double[]... vectors) {
    if (vectors.length < least) {
      throw new IllegalArgumentException(
          "%s: expected at least %d, got %d".formatted(name, least, vectors.length));
    }
    for (double[] vector : vectors) {
      checkFinite(name, vector);
      if (vector.length != vectors[0].length) {
        throw new IllegalArgumentException(
            "%s: expected all of width %d, got one of %d"
                .formatted(name, vectors[0].length, vector.length));
      }
    }
  }
}
