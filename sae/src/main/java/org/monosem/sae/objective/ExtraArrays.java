package org.monosem.sae.objective;

import java.util.List;

/** The rule for arrays that an objective trains beside the common four. */
final class ExtraArrays {
  private ExtraArrays() {}

  /** Refuses parameters that have others than these, or these in another order. */
  static void require(DictionaryParameters parameters, List<String> names) {
    if (!parameters.extraNames().equals(names)) {
      throw new IllegalArgumentException(
          "parameters: expected the arrays "
              + names
              + " beside the common four, got "
              + parameters.extraNames());
    }
  }
}
