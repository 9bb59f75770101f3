package org.monosem.sae.probing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Absorption of all labels; means and standard deviations are over labels, all of equal weight.
 *
 * @param letters the labels that were measured, in order
 * @param leftOut those with too few examples, or none that the probe finds
 */
public record AbsorptionReport(List<LetterAbsorption> letters, List<String> leftOut) {

  /** Copies the lists. */
  public AbsorptionReport {
    letters = List.copyOf(letters);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns the mean absorption fraction. */
  public double meanFraction() {
    return over(LetterAbsorption::meanFraction).getMean();
  }

  /** Returns the mean rate of full absorption. */
  public double meanFullRate() {
    return over(LetterAbsorption::fullRate).getMean();
  }

  /** Returns the mean number of main features. */
  public double meanSplitFeatures() {
    return over(letter -> letter.mainFeatures().size()).getMean();
  }

  /**
   * Returns the result in SAEBench's form; the deviations are the sample's, left out for a single
   * label.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> mean = new LinkedHashMap<>();
    mean.put("mean_absorption_fraction_score", meanFraction());
    mean.put("mean_full_absorption_score", meanFullRate());
    mean.put("mean_num_split_features", meanSplitFeatures());
    if (letters.size() > 1) {
      mean.put("std_dev_absorption_fraction_score", deviation(LetterAbsorption::meanFraction));
      mean.put("std_dev_full_absorption_score", deviation(LetterAbsorption::fullRate));
      mean.put("std_dev_num_split_features", deviation(letter -> letter.mainFeatures().size()));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eval_type_id", "absorption_first_letter");
    fields.put("eval_result_metrics", Map.of("mean", mean));
    fields.put("eval_result_details", letters.stream().map(LetterAbsorption::toMap).toList());
    fields.put("eval_result_unstructured", Map.of("letters_left_out", leftOut));
    return fields;
  }

  private double deviation(ToDoubleFunction<LetterAbsorption> figure) {
    return over(figure).getStandardDeviation();
  }

  private SummaryStatistics over(ToDoubleFunction<LetterAbsorption> figure) {
    SummaryStatistics statistics = new SummaryStatistics();
    letters.forEach(letter -> statistics.addValue(figure.applyAsDouble(letter)));
    return statistics;
  }
}
