package org.monosem.sae.probing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Absorption of all labels; means and standard deviations are over those measured, all of equal
 * weight.
 *
 * @param name what the labels are about
 * @param requirements what a label had to have
 * @param measured the labels that had it, in order
 * @param weak those whose probe is too weak to stand for them
 * @param leftOut those with too few distinct tokens
 */
public record AbsorptionReport(
    String name,
    ProbeRequirements requirements,
    List<LabelAbsorption> measured,
    List<LabelProbe> weak,
    List<LabelCount> leftOut) {

  /** Copies the lists. */
  public AbsorptionReport {
    measured = List.copyOf(measured);
    weak = List.copyOf(weak);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns why there are no means; empty if there are. */
  public Optional<String> notDefined() {
    if (measured.size() >= requirements.leastLabels()) {
      return Optional.empty();
    }
    int probed = measured.size() + weak.size();
    String told =
        "%s: absorption is not defined, as these activations do not hold the labels: probes reach"
                .formatted(name)
            + " an F1 above %s for %d of %d labels, expected at least %d"
                .formatted(
                    requirements.leastF1(), measured.size(), probed, requirements.leastLabels());
    return Optional.of(probed == 0 ? noneProbed() : told + quality());
  }

  private String noneProbed() {
    return "%s: absorption is not defined, as none of %d labels has %d distinct tokens to train on"
            .formatted(name, leftOut.size(), requirements.leastTokens())
        + " and as many to test on";
  }

  private String quality() {
    return String.format(
        Locale.ROOT,
        " (mean F1 %.2f on tokens not trained on, %.2f on those trained on, %.2f by always saying"
            + " yes)",
        overProbes(LabelProbe::f1),
        overProbes(LabelProbe::trainF1),
        overProbes(LabelProbe::guessF1));
  }

  private double overProbes(ToDoubleFunction<LabelProbe> figure) {
    return Stream.concat(measured.stream().map(LabelAbsorption::probe), weak.stream())
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the mean absorption fraction; NaN if not defined. */
  public double meanFraction() {
    return over(LabelAbsorption::meanFraction).getMean();
  }

  /** Returns the mean rate of full absorption; NaN if not defined. */
  public double meanFullRate() {
    return over(LabelAbsorption::fullRate).getMean();
  }

  /** Returns the mean number of main features; NaN if not defined. */
  public double meanSplitFeatures() {
    return over(label -> label.mainFeatures().size()).getMean();
  }

  /**
   * Returns the result in SAEBench's form; the deviations are the sample's, left out for a single
   * label. Without means {@code not_defined} says why, and SAEBench's reader would refuse it.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> rest = new LinkedHashMap<>();
    notDefined().ifPresent(reason -> rest.put("not_defined", reason));
    rest.put("probe_too_weak", weak.stream().map(label -> label.toMap(name)).toList());
    rest.put("labels_left_out", leftOut.stream().map(LabelCount::toMap).toList());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eval_type_id", "absorption_" + name);
    fields.put(
        "eval_result_metrics", notDefined().isPresent() ? Map.of() : Map.of("mean", means()));
    fields.put("eval_result_details", measured.stream().map(label -> label.toMap(name)).toList());
    fields.put("eval_result_unstructured", rest);
    return fields;
  }

  private Map<String, Object> means() {
    Map<String, Object> mean = new LinkedHashMap<>();
    mean.put("mean_absorption_fraction_score", meanFraction());
    mean.put("mean_full_absorption_score", meanFullRate());
    mean.put("mean_num_split_features", meanSplitFeatures());
    if (measured.size() > 1) {
      mean.put("std_dev_absorption_fraction_score", deviation(LabelAbsorption::meanFraction));
      mean.put("std_dev_full_absorption_score", deviation(LabelAbsorption::fullRate));
      mean.put("std_dev_num_split_features", deviation(label -> label.mainFeatures().size()));
    }
    return mean;
  }

  private double deviation(ToDoubleFunction<LabelAbsorption> figure) {
    return over(figure).getStandardDeviation();
  }

  private SummaryStatistics over(ToDoubleFunction<LabelAbsorption> figure) {
    SummaryStatistics statistics = new SummaryStatistics();
    if (notDefined().isEmpty()) {
      measured.forEach(label -> statistics.addValue(figure.applyAsDouble(label)));
    }
    return statistics;
  }
}
