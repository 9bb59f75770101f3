package org.monosem.sae.toymodel.superposition;

/**
 * How the models are trained: Adam with betas 0.9 and 0.999 and epsilon 1e-8.
 *
 * @param steps the updates, at least 1
 * @param batch the rows of an update, new ones each time, at least 1
 * @param learningRate above 0
 * @param weightDecay decoupled, a share {@code learningRate * weightDecay} of every parameter a
 *     step; 0 for plain Adam
 */
public record SuperpositionTraining(
    long steps, int batch, double learningRate, double weightDecay) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public SuperpositionTraining {
    if (steps < 1) {
      throw new IllegalArgumentException("steps: expected at least 1, got " + steps);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch: expected at least 1, got " + batch);
    }
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException(
          "learningRate: expected a finite number above 0, got " + learningRate);
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException(
          "weightDecay: expected a finite number of at least 0, got " + weightDecay);
    }
  }

  /** Returns the published one: 10,000 steps of 1024 rows, learning rate 1e-3, decay 0.01. */
  public static SuperpositionTraining published() {
    return new SuperpositionTraining(10_000, 1024, 1e-3, 0.01);
  }

  /** Returns about how many operations a step of all models of a setting takes. */
  public double operations(SuperpositionSetting setting) {
    // Six products a step, each of a row and all entries of W.
    return 12.0 * setting.instances() * batch * setting.features() * setting.hidden();
  }
}
