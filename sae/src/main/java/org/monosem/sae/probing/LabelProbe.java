package org.monosem.sae.probing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a linear probe of the activations tells a label from all others.
 *
 * @param tokens the distinct tokens that have the label: groups of examples, see {@link
 *     ExampleLabel}
 * @param trainF1 F1 on the examples that the probe was trained on
 * @param f1 F1 on those of tokens that it never saw
 * @param guessF1 F1 there of always saying yes, {@code 2 s / (1 + s)} at a share {@code s} of
 *     examples with the label
 */
public record LabelProbe(LabelCount tokens, double trainF1, double f1, double guessF1) {

  /** Returns the label. */
  public String label() {
    return tokens.label();
  }

  Map<String, Object> toMap(String name) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(name, label());
    fields.put("train_tokens", (long) tokens.train());
    fields.put("test_tokens", (long) tokens.test());
    fields.put("probe_train_f1", trainF1);
    fields.put("probe_f1", f1);
    fields.put("guess_f1", guessF1);
    return fields;
  }
}
