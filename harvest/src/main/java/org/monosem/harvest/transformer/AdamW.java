package org.monosem.harvest.transformer;

/**
 * AdamW with a learning rate that rises linearly and falls along a cosine (Loshchilov and Hutter
 * 2019), and gradients clipped by their joint norm.
 *
 * <p>Weight decay is decoupled and reaches the matrices of linear maps (attention, MLP, an untied
 * unembedding) only: not embeddings, biases, or the gains of layer normalisation.
 *
 * @param learningRate the highest learning rate
 * @param finalFraction what is left of it at the last step, 0 to 1
 * @param warmupSteps in how many steps it is reached; 0 for at once
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon added to the root of the second
 * @param weightDecay how much of a weight, times the learning rate, is taken away in a step
 * @param clipNorm the largest joint Euclidean norm of a step's gradients
 */
public record AdamW(
    double learningRate,
    double finalFraction,
    long warmupSteps,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double clipNorm) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range; the message names it
   */
  public AdamW {
    check("learning rate", learningRate, learningRate > 0 && Double.isFinite(learningRate));
    check("final fraction", finalFraction, finalFraction >= 0 && finalFraction <= 1);
    check("warm-up steps", warmupSteps, warmupSteps >= 0);
    check("beta1", beta1, beta1 >= 0 && beta1 < 1);
    check("beta2", beta2, beta2 >= 0 && beta2 < 1);
    check("epsilon", epsilon, epsilon > 0);
    check("weight decay", weightDecay, weightDecay >= 0 && Double.isFinite(weightDecay));
    check("clip norm", clipNorm, clipNorm > 0);
  }

  /**
   * Returns settings that suit a small transformer: learning rate 3e-3 falling to 5 %, 100 steps of
   * warm-up, betas 0.9 and 0.95, decay 0.01, gradients clipped at norm 1.
   */
  public static AdamW defaults() {
    return new AdamW(3e-3, 0.05, 100, 0.9, 0.95, 1e-8, 0.01, 1.0);
  }

  /** Returns these settings with another learning rate. */
  public AdamW withLearningRate(double rate) {
    return new AdamW(
        rate, finalFraction, warmupSteps, beta1, beta2, epsilon, weightDecay, clipNorm);
  }

  /** Returns these settings with another warm-up. */
  public AdamW withWarmupSteps(long steps) {
    return new AdamW(
        learningRate, finalFraction, steps, beta1, beta2, epsilon, weightDecay, clipNorm);
  }

  /** Returns these settings with another weight decay. */
  public AdamW withWeightDecay(double decay) {
    return new AdamW(
        learningRate, finalFraction, warmupSteps, beta1, beta2, epsilon, decay, clipNorm);
  }

  /**
   * Returns the learning rate of a step: {@code learningRate (step + 1) / warmupSteps} while that
   * is below the highest, then a half cosine down to {@code finalFraction learningRate}, which is
   * reached at the last step.
   *
   * @param step from 0
   * @param steps of the whole training
   */
  public double rate(long step, long steps) {
    if (step < warmupSteps) {
      return learningRate * (step + 1) / warmupSteps;
    }
    double length = Math.max(1, steps - 1 - warmupSteps);
    double done = Math.min(1, (step - warmupSteps) / length);
    double cosine = 0.5 * (1 + Math.cos(Math.PI * done));
    return learningRate * (finalFraction + (1 - finalFraction) * cosine);
  }

  private static void check(String what, Number value, boolean inRange) {
    if (!inRange) {
      throw new IllegalArgumentException(what + ": got " + value);
    }
  }
}
