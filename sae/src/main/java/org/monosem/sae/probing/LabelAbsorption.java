package org.monosem.sae.probing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Absorption of one label.
 *
 * @param probe the probe of the activations that stands for the label
 * @param meanFraction absorption fractions, summed over the probe's true positives and divided by
 *     their number
 * @param fullCount how many of them are fully absorbed
 * @param truePositives test examples with the label which the probe finds
 * @param mainFeatures the main features, the best first
 * @param mainF1 F1 of a probe of the main features
 */
public record LabelAbsorption(
    LabelProbe probe,
    double meanFraction,
    int fullCount,
    int truePositives,
    List<Integer> mainFeatures,
    double mainF1) {

  /** Copies the list. */
  public LabelAbsorption {
    mainFeatures = List.copyOf(mainFeatures);
  }

  static LabelAbsorption of(LabelProbe probe, List<TokenAbsorption> judged, SplitFeatures main) {
    double fraction = judged.stream().mapToDouble(TokenAbsorption::fraction).sum();
    return new LabelAbsorption(
        probe,
        fraction / judged.size(),
        (int) judged.stream().filter(TokenAbsorption::full).count(),
        judged.size(),
        Arrays.stream(main.features()).boxed().toList(),
        main.f1());
  }

  /** Returns the label. */
  public String label() {
    return probe.label();
  }

  /** Returns the share of the true positives that are fully absorbed. */
  public double fullRate() {
    return (double) fullCount / truePositives;
  }

  /** The figures under SAEBench's names, and ours behind them. */
  Map<String, Object> toMap(String name) {
    Map<String, Object> fields = probe.toMap(name);
    fields.put("mean_absorption_fraction", meanFraction);
    fields.put("full_absorption_rate", fullRate());
    fields.put("num_full_absorption", (long) fullCount);
    fields.put("num_probe_true_positives", (long) truePositives);
    fields.put("num_split_features", (long) mainFeatures.size());
    fields.put("main_features_f1", mainF1);
    fields.put("main_features", mainFeatures.stream().map(Integer::longValue).toList());
    return fields;
  }
}
