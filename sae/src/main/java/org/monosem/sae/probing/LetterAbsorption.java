package org.monosem.sae.probing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Absorption of one label.
 *
 * @param label the first letter
 * @param meanFraction absorption fractions, summed over the probe's true positives and divided by
 *     their number
 * @param fullRate the share of them that are fully absorbed
 * @param fullCount how many are
 * @param truePositives test tokens with the label which the probe of the activations finds
 * @param mainFeatures the main features, the best first
 * @param probeF1 F1 of the probe of the activations on the test tokens
 * @param mainF1 F1 of a probe of the main features
 */
public record LetterAbsorption(
    String label,
    double meanFraction,
    double fullRate,
    int fullCount,
    int truePositives,
    List<Integer> mainFeatures,
    double probeF1,
    double mainF1) {

  /** Copies the list. */
  public LetterAbsorption {
    mainFeatures = List.copyOf(mainFeatures);
  }

  /** Returns the figures under SAEBench's names, and ours behind them. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("first_letter", label);
    fields.put("mean_absorption_fraction", meanFraction);
    fields.put("full_absorption_rate", fullRate);
    fields.put("num_full_absorption", (long) fullCount);
    fields.put("num_probe_true_positives", (long) truePositives);
    fields.put("num_split_features", (long) mainFeatures.size());
    fields.put("probe_f1", probeF1);
    fields.put("main_features_f1", mainF1);
    fields.put("main_features", mainFeatures.stream().map(Integer::longValue).toList());
    return fields;
  }
}
