package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * One batch to differentiate.
 *
 * @param rows the activations to encode, {@code [batch, dIn]}
 * @param targets the activations to predict, {@code [batch, dOut]}; the rows themselves but for
 *     transcoders
 * @param penaltyFactor what the penalty's coefficient is multiplied with at this step (warm-up)
 * @param route which of the equivalent ways to take
 * @param moment what else an objective wants to know about this step
 */
public record GradientRequest(
    NDArray rows, NDArray targets, double penaltyFactor, StepRoute route, Moment moment) {

  /** Makes the request of an autoencoder whose objective looks at nothing but the rows. */
  public GradientRequest(NDArray rows, double penaltyFactor, StepRoute route) {
    this(rows, rows, penaltyFactor, route, Moment.NONE);
  }

  /** Refuses rows or targets that do not fit the parameters. */
  void check(DictionaryParameters p) {
    check("activations", rows, "dIn", p.dIn());
    check("targets", targets, "dOut", p.dOut());
    if (targets.getShape().get(0) != rows.getShape().get(0)) {
      throw new IllegalArgumentException(
          "targets: expected as many rows as activations, %d, got %d"
              .formatted(rows.getShape().get(0), targets.getShape().get(0)));
    }
  }

  private static void check(String name, NDArray array, String axis, int width) {
    Shape shape = array.getShape();
    if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != width) {
      throw new IllegalArgumentException(
          "%s: expected [batch, %s=%d], got %s".formatted(name, axis, width, shape));
    }
  }

  /** Returns the number of rows. */
  int batch() {
    return Math.toIntExact(rows.getShape().get(0));
  }
}
