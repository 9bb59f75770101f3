package org.monosem.examples.benchmark;

/**
 * The sizes of a measured training step.
 *
 * @param features the dictionary's features, dSae
 * @param dIn the width of a row
 * @param batch rows a step
 * @param l0 how many features are to fire on a row, on average
 */
public record StepShape(int features, int dIn, int batch, double l0) {
  /** Beyond this share of features a dictionary is not sparse in any sense. */
  private static final double DENSEST = 0.9;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public StepShape {
    atLeastOne("features", features);
    atLeastOne("d-in", dIn);
    atLeastOne("batch", batch);
    if (!(l0 * batch >= 1 && l0 <= DENSEST * features)) {
      throw new IllegalArgumentException(
          "l0: expected at least one active feature a batch and at most %s of %d features, got %s"
              .formatted(DENSEST, features, l0));
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
