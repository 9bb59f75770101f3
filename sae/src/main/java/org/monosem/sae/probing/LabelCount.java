package org.monosem.sae.probing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How often a label occurs.
 *
 * @param label the label
 * @param train in training
 * @param test in testing
 */
public record LabelCount(String label, int train, int test) {
  /** Checks that there is a label. */
  public LabelCount {
    Objects.requireNonNull(label, "label");
  }

  /** Returns whether both sides have as many as {@code least}. */
  boolean isAtLeast(int least) {
    return Math.min(train, test) >= least;
  }

  Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("label", label);
    fields.put("train", (long) train);
    fields.put("test", (long) test);
    return fields;
  }
}
