package org.monosem.sae.sweep;

import java.util.regex.Pattern;
import org.monosem.sae.training.TrainingPlan;

/**
 * One dictionary of a sweep.
 *
 * @param name tells it from the others; also the name of its folder: letters, digits, {@code .},
 *     {@code _} and {@code -}, beginning with a letter or digit
 * @param plan how it is trained
 */
public record SweepEntry(String name, TrainingPlan plan) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is no name for a folder
   */
  public SweepEntry {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: expected letters, digits, '.', '_' and '-', got \"" + name + "\"");
    }
  }
}
