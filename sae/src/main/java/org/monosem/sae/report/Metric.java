package org.monosem.sae.report;

import java.util.Objects;

/**
 * A figure or a fact to show.
 *
 * @param label what it is
 * @param value the value as it is to be read
 * @param note how it is defined or compares, shown small; may be empty
 */
public record Metric(String label, String value, String note) {

  /** Checks that nothing is null. */
  public Metric {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(note, "note");
  }

  /** Returns a metric without a note. */
  public static Metric of(String label, String value) {
    return new Metric(label, value, "");
  }
}
