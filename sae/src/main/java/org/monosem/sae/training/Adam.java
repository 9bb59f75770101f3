package org.monosem.sae.training;

/**
 * Adam's numbers (Kingma and Ba 2015), without weight decay.
 *
 * @param learningRate the peak of the schedule
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value out of range
   */
  public Adam {
    Check.positive("learningRate", learningRate);
    Check.belowOne("beta1", beta1);
    Check.belowOne("beta2", beta2);
    Check.positive("epsilon", epsilon);
  }

  /** Returns the same with another peak learning rate. */
  public Adam withLearningRate(double value) {
    return new Adam(value, beta1, beta2, epsilon);
  }
}
