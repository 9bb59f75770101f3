package org.monosem.core;

import java.util.Objects;

/**
 * Columns of an {@link ActivationSource} that hold the activations of one hook point of one model.
 *
 * @param model the model's name or fingerprint
 * @param hook where the activations come from
 * @param width how many columns; at least one
 */
public record ActivationPart(String model, HookPoint hook, int width) {

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if the width is less than one
   */
  public ActivationPart {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(hook, "hook");
    if (width < 1) {
      throw new IllegalArgumentException(hook + ": expected a width of at least 1, got " + width);
    }
  }
}
