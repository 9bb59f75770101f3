package org.monosem.sae.probing;

import java.util.Objects;

/**
 * What an example is.
 *
 * @param label its class
 * @param group examples of one group are all trained on or all tested on: a document, a word
 */
public record ExampleLabel(String label, long group) {
  /** Checks that there is a label. */
  public ExampleLabel {
    Objects.requireNonNull(label, "label");
  }
}
