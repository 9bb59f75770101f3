package org.monosem.sae.probing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Test accuracies by class and probe, under SAEBench's names: {@code llm_test_accuracy}, {@code
 * llm_top_5_test_accuracy}, {@code sae_top_5_test_accuracy}, and ours, {@code
 * sae_random_5_test_accuracy}. A class and the rest are equally many, so guessing gives 0.5.
 *
 * @param name what the labels are about
 * @param leastExamples how many a class had to have on either side
 * @param classes for every class that was probed, the accuracies by name
 * @param leftOut the classes with too few examples, counted where as many others stood beside them
 */
public record SparseProbingReport(
    String name,
    int leastExamples,
    Map<String, Map<String, Double>> classes,
    List<LabelCount> leftOut) {

  /** Copies the lists. */
  public SparseProbingReport {
    classes = new LinkedHashMap<>(classes);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns the accuracies by name, means over classes; empty if none was probed. */
  public Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    classes
        .values()
        .forEach(
            figures ->
                figures.forEach(
                    (key, value) -> means.merge(key, value / classes.size(), Double::sum)));
    return means;
  }

  /** Returns name and means, in the form of an entry of SAEBench's {@code eval_result_details}. */
  public Map<String, Object> toDetail() {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("dataset_name", name);
    detail.putAll(means());
    return detail;
  }

  /**
   * Returns results about several label sets in SAEBench's form: {@code eval_result_metrics} are
   * means over them, {@code eval_result_details} lists each, {@code eval_result_unstructured} has
   * every class. A label set of which no class was probed stands only in the last.
   */
  public static Map<String, Object> toMap(List<SparseProbingReport> reports) {
    Map<String, Object> llm = new LinkedHashMap<>();
    Map<String, Object> sae = new LinkedHashMap<>();
    List<SparseProbingReport> probed =
        reports.stream().filter(report -> !report.classes().isEmpty()).toList();
    for (SparseProbingReport report : probed) {
      report
          .means()
          .forEach(
              (key, value) ->
                  (key.startsWith("llm_") ? llm : sae)
                      .merge(key, value / probed.size(), (a, b) -> (double) a + (double) b));
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("llm", llm);
    metrics.put("sae", sae);
    Map<String, Object> unstructured = new LinkedHashMap<>();
    reports.forEach(report -> unstructured.put(report.name() + "_results", report.byProbe()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eval_type_id", "sparse_probing");
    fields.put("eval_result_metrics", metrics);
    fields.put("eval_result_details", probed.stream().map(SparseProbingReport::toDetail).toList());
    fields.put("eval_result_unstructured", unstructured);
    return fields;
  }

  private Map<String, Object> byProbe() {
    Map<String, Map<String, Object>> byProbe = new LinkedHashMap<>();
    classes.forEach(
        (label, figures) ->
            figures.forEach(
                (key, value) ->
                    byProbe.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(label, value)));
    Map<String, Object> fields = new LinkedHashMap<>(byProbe);
    fields.put("least_examples", (long) leastExamples);
    fields.put("classes_left_out", leftOut.stream().map(LabelCount::toMap).toList());
    return fields;
  }
}
