package org.monosem.examples.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.monosem.sae.probing.AbsorptionReport;
import org.monosem.sae.probing.LabelAbsorption;
import org.monosem.sae.probing.LabelCount;
import org.monosem.sae.probing.LabelProbe;
import org.monosem.sae.probing.SparseProbingReport;

/** What probing found, as JSON and for people. */
final class ProbeText {
  private static final String INDENT = System.lineSeparator() + "  ";

  private ProbeText() {}

  /** One line for each probe, one column for each set of labels; below, what was left out. */
  static Described of(List<SparseProbingReport> reports) {
    Map<String, Map<String, Object>> lines = new LinkedHashMap<>();
    StringBuilder below = new StringBuilder();
    for (SparseProbingReport report : reports) {
      report
          .means()
          .forEach(
              (key, value) ->
                  lines
                      .computeIfAbsent(key, k -> new LinkedHashMap<>(Map.of("accuracy", k)))
                      .put(report.name(), value));
      below.append(INDENT).append(classes(report));
    }
    String table = lines.isEmpty() ? "" : table(List.copyOf(lines.values()));
    return new Described(SparseProbingReport.toMap(reports), table + below);
  }

  private static String classes(SparseProbingReport report) {
    String probed = "%s: mean over %d classes".formatted(report.name(), report.classes().size());
    if (report.leftOut().isEmpty()) {
      return probed;
    }
    return "%s; %d left out with fewer than %d examples to train on or to test on: %s"
        .formatted(
            report.classes().isEmpty() ? report.name() + ": not probed" : probed,
            report.leftOut().size(),
            report.leastExamples(),
            counts(report.leftOut()));
  }

  private static String counts(List<LabelCount> labels) {
    return labels.stream()
        .map(count -> "%s %d/%d".formatted(count.label(), count.train(), count.test()))
        .collect(Collectors.joining(", "));
  }

  /** One line for each label; the means or why there are none; below, what was left out. */
  static Described of(AbsorptionReport report) {
    List<Map<String, Object>> lines = new ArrayList<>();
    report.measured().forEach(label -> lines.add(line(report, label)));
    report.weak().forEach(label -> lines.add(line(report.name(), label, "probe too weak")));
    if (report.notDefined().isEmpty()) {
      lines.add(mean(report));
    }
    StringBuilder text = new StringBuilder(lines.isEmpty() ? "" : table(lines));
    report.notDefined().ifPresent(reason -> text.append(INDENT).append("n/a: ").append(reason));
    if (!report.leftOut().isEmpty()) {
      text.append(INDENT)
          .append("left out with fewer than %d ".formatted(report.requirements().leastTokens()))
          .append("distinct tokens to train on or to test on: ")
          .append(counts(report.leftOut()));
    }
    return new Described(report.toMap(), text.toString());
  }

  private static Map<String, Object> line(String name, LabelProbe probe, String absorption) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(name, probe.label());
    line.put("tokens", "%d/%d".formatted(probe.tokens().train(), probe.tokens().test()));
    line.put("probe_f1", probe.f1());
    line.put("guess_f1", probe.guessF1());
    line.put("train_f1", probe.trainF1());
    line.put("absorption_fraction", absorption);
    return line;
  }

  private static Map<String, Object> line(AbsorptionReport report, LabelAbsorption label) {
    Map<String, Object> line = line(report.name(), label.probe(), "");
    line.put("absorption_fraction", label.meanFraction());
    line.put("full_absorption", label.fullRate());
    line.put("found", (long) label.truePositives());
    line.put("main_features", (long) label.mainFeatures().size());
    line.put("main_f1", label.mainF1());
    return line;
  }

  private static Map<String, Object> mean(AbsorptionReport report) {
    Map<String, Object> mean = new LinkedHashMap<>();
    mean.put(report.name(), "mean of " + report.measured().size());
    mean.put("absorption_fraction", report.meanFraction());
    mean.put("full_absorption", report.meanFullRate());
    mean.put("main_features", report.meanSplitFeatures());
    return mean;
  }

  private static String table(List<Map<String, Object>> lines) {
    return new Table(lines).text(Console::text);
  }
}
