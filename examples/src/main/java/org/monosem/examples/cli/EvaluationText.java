package org.monosem.examples.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.monosem.core.metric.DeadFeatures;
import org.monosem.core.metric.FeatureFrequencies;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.sae.evaluation.CosineDistribution;
import org.monosem.sae.evaluation.DomainReport;
import org.monosem.sae.evaluation.GeometryReport;
import org.monosem.sae.evaluation.SpliceReport;

/** The figures of an evaluation as tables, grouped by what they are about. */
final class EvaluationText {
  private final StringBuilder text = new StringBuilder();

  private EvaluationText() {}

  static Described of(ReconstructionReport report) {
    EvaluationText page = new EvaluationText();
    page.reconstruction(report);
    return new Described(report.toMap(), page.text.toString());
  }

  static Described of(SpliceReport report) {
    EvaluationText page = new EvaluationText();
    page.head(
        "%s in %,d contexts, %,d of %,d positions edited",
        report.hook().name(), report.contexts(), report.editedPositions(), report.positions());
    page.runs(report.loss(), report.divergence());
    page.reconstruction(report.reconstruction());
    page.domains(report.domains());
    return new Described(report.toMap(), page.text.toString());
  }

  static Described of(GeometryReport report) {
    EvaluationText page = new EvaluationText();
    CosineDistribution decoder = report.decoder();
    page.head(
        "cosines of %,d%s of %,d features",
        decoder.size(), decoder.isComplete() ? "" : " sampled", decoder.dSae());
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(row("largest_to_another", "decoder", decoder.toMap()));
    rows.add(row("largest_to_another", "encoder", report.encoder().toMap()));
    report
        .encoderDecoder()
        .ifPresent(
            own -> rows.add(row("largest_to_another", "encoder to own decoder", own.toMap())));
    rows.forEach(row -> row.keySet().removeAll(List.of("features", "sampled")));
    page.table(rows);
    return new Described(report.toMap(), page.text.toString());
  }

  private void runs(LossRecovered loss, LossRecovered divergence) {
    head(
        "loss over %,d predictions, divergence over %,d positions, nats, means",
        loss.tokens(), divergence.tokens());
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(run("clean", loss.clean(), Double.NaN, divergence.clean(), Double.NaN));
    rows.add(run("spliced", loss.spliced(), Double.NaN, divergence.spliced(), Double.NaN));
    rows.add(
        run(
            "zero ablated",
            loss.zeroAblated(),
            loss.againstZero(),
            divergence.zeroAblated(),
            divergence.againstZero()));
    rows.add(
        run(
            "mean ablated",
            loss.meanAblated(),
            loss.againstMean(),
            divergence.meanAblated(),
            divergence.againstMean()));
    rows.add(
        run(
            "resample ablated",
            loss.resampleAblated(),
            loss.againstResample(),
            divergence.resampleAblated(),
            divergence.againstResample()));
    rows.removeIf(row -> row.size() == 1);
    table(rows);
  }

  private static Map<String, Object> run(
      String name, double loss, double recovered, double divergence, double klRecovered) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run", name);
    put(row, "loss", loss);
    put(row, "loss_recovered", recovered);
    put(row, "KL", divergence);
    put(row, "KL_recovered", klRecovered);
    return row;
  }

  private void reconstruction(ReconstructionReport report) {
    head("reconstruction of %,d rows", report.rows());
    figure("L0", report.l0().mean());
    figure("L0 median", report.l0().quantile(0.5));
    figure("L1, sum over features", report.l1().mean());
    figure("L1 times decoder norm", report.l1().decoderWeighted());
    figure("explained variance, global mean", report.explainedVariance().value());
    figure("unexplained variance", report.fractionOfVarianceUnexplained());
    figure("squared error, sum over dims", report.squaredError().summed());
    figure("squared error, mean over dims", report.squaredError().mean());
    figure("cosine similarity", report.cosineSimilarity().mean());
    figure("length out / length in", report.shrinkage().normRatio());
    figure("relative reconstruction bias", report.shrinkage().relativeReconstructionBias());
    features(report.deadFeatures(), report.density().frequencies());
    head("the same in the forms of other projects");
    report.toPeerMap().forEach((project, figures) -> line(project + ": " + Console.text(figures)));
  }

  private void features(DeadFeatures dead, FeatureFrequencies frequencies) {
    head("%,d features over %,d rows", dead.dSae(), dead.rows());
    figure("never active", dead.dead());
    figure(
        "density below %s%s"
            .formatted(
                Console.text(dead.threshold()),
                dead.thresholdVisible() ? "" : ", not to be seen in so few rows"),
        dead.ultralow());
    figure("share alive", frequencies.alive());
    figure("share with density over 1 %", frequencies.over1Percent());
    figure("share with density over 10 %", frequencies.over10Percent());
    figure("share of firings, those over 1 %", frequencies.normalizedOver1Percent());
    figure("share of firings, those over 10 %", frequencies.normalizedOver10Percent());
  }

  private void domains(Map<String, DomainReport> domains) {
    if (domains.isEmpty()) {
      return;
    }
    head("by domain");
    List<Map<String, Object>> rows = new ArrayList<>();
    domains.forEach((name, report) -> rows.add(domain(name, report)));
    table(rows);
  }

  private static Map<String, Object> domain(String name, DomainReport report) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("domain", name);
    row.put("positions", report.editedPositions());
    put(row, "L0", report.l0().mean());
    put(row, "explained_variance", report.explainedVariance().value());
    put(row, "loss_clean", report.loss().clean());
    put(row, "loss_spliced", report.loss().spliced());
    put(row, "loss_recovered_zero", report.loss().againstZero());
    put(row, "loss_recovered_mean", report.loss().againstMean());
    put(row, "KL_spliced", report.divergence().spliced());
    return row;
  }

  private static Map<String, Object> row(String key, String name, Map<String, Object> figures) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(key, name);
    row.putAll(figures);
    return row;
  }

  private static void put(Map<String, Object> row, String name, double figure) {
    if (Double.isFinite(figure)) {
      row.put(name, figure);
    }
  }

  private void head(String format, Object... values) {
    line("");
    text.setLength(text.length() - 2);
    text.append(String.format(Locale.ROOT, format, values));
  }

  private void figure(String name, Object value) {
    line(String.format(Locale.ROOT, "%-34s %12s", name, Console.text(value)));
  }

  private void line(String line) {
    text.append(System.lineSeparator()).append("    ").append(line);
  }

  private void table(List<Map<String, Object>> rows) {
    text.append(new Table(rows).text(Console::text));
  }
}
