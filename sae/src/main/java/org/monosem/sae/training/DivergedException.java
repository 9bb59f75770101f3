package org.monosem.sae.training;

/**
 * A training stopped because a loss or gradient was not finite; the parameters are those of the
 * last good step, and so are the checkpoints.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergedException(String message) {
    super(message);
  }
}
