package org.monosem.harvest.transformer;

/** A loss or a gradient that is not a number; the weights were left as they were before it. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingDivergedException(long step, double loss, double gradientNorm) {
    super(
        "training diverged at step "
            + step
            + ": loss "
            + loss
            + ", gradient norm "
            + gradientNorm
            + "; lower the learning rate and go on from the newest checkpoint");
  }
}
