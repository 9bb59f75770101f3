package org.monosem.sae.objective;

/**
 * The widths of a dictionary.
 *
 * @param dIn of the rows that are encoded
 * @param dSae the number of features
 * @param dOut of the rows that are predicted: {@code dIn} but for transcoders
 */
public record DictionaryWidths(int dIn, int dSae, int dOut) {

  /**
   * Checks that all are positive.
   *
   * @throws IllegalArgumentException naming the values seen
   */
  public DictionaryWidths {
    if (dIn < 1 || dSae < 1 || dOut < 1) {
      throw new IllegalArgumentException(
          "dictionary: expected widths of at least 1, got dIn=%d, dSae=%d, dOut=%d"
              .formatted(dIn, dSae, dOut));
    }
  }
}
