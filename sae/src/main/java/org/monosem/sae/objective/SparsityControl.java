package org.monosem.sae.objective;

/**
 * What decides how many features fire, and its value: the one number that a sweep varies from
 * dictionary to dictionary of the same size.
 *
 * @param knob what the number means
 * @param value the number
 */
public record SparsityControl(Knob knob, double value) {

  /** What an objective can be told about sparsity. */
  public enum Knob {
    /** The coefficient of a penalty: more of it, fewer active features. */
    COEFFICIENT("coefficient"),
    /** The number of active features a row, exactly or on average: a whole number. */
    ACTIVE_FEATURES("k"),
    /** The mean number of active features a row that the loss aims at. */
    TARGET_L0("target-l0");

    private final String text;

    Knob(String text) {
      this.text = text;
    }

    /** Returns the name as in the names of a sweep's dictionaries: {@code k}, for instance. */
    public String text() {
      return text;
    }
  }

  /**
   * Returns a value as a number of active features.
   *
   * @throws IllegalArgumentException if it is not a whole number of at least one
   */
  static int wholeK(double value) {
    if (!(value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
      throw new IllegalArgumentException("k: expected a whole number of at least 1, got " + value);
    }
    return (int) value;
  }
}
