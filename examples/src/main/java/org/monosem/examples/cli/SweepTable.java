package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.StrictJson;
import org.monosem.examples.plot.ParetoPlot;
import org.monosem.sae.sweep.SweepResult;

/**
 * A sweep's table: the figures on the cache, and inside the model if they were measured.
 *
 * @param results a line a dictionary
 * @param inModel the figures inside the model, in the same order; empty if there are none
 */
record SweepTable(List<SweepResult> results, List<Map<String, Object>> inModel) {
  private static final String L0 = "L0 (active features a row)";

  SweepTable(List<SweepResult> results) {
    this(results, List.of());
  }

  SweepTable with(List<Map<String, Object>> figures) {
    return new SweepTable(results, figures);
  }

  /** Returns the lines as JSON objects. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>(results.get(i).toJson());
      if (!inModel.isEmpty()) {
        row.putAll(inModel.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Writes the table, then the plots of what was measured, beside the dictionaries. */
  void write(Path folder) {
    AtomicFile.writeString(
        folder.resolve("sweep.json"), StrictJson.write(Map.of("dictionaries", rows())));
    plot("l0", L0, "fvu", "Fraction of variance unexplained", ParetoPlot.Better.LOWER)
        .write(folder.resolve("l0-fvu"));
    if (!inModel.isEmpty()) {
      plot("model_l0", L0, "loss_recovered_zero", "Loss recovered", ParetoPlot.Better.HIGHER)
          .write(folder.resolve("l0-loss-recovered"));
    }
  }

  /** Dictionaries that failed, or lack a figure, are left out. */
  private ParetoPlot plot(
      String x, String xName, String y, String yName, ParetoPlot.Better better) {
    List<ParetoPlot.Point> points = new ArrayList<>();
    List<Map<String, Object>> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      Double across = number(rows.get(i).get(x));
      Double up = number(rows.get(i).get(y));
      SweepResult result = results.get(i);
      if (across != null && up != null && result.failure() == null) {
        points.add(new ParetoPlot.Point(result.recipe(), result.features(), across, up));
      }
    }
    return new ParetoPlot(xName, yName, better, points);
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : null;
  }
}
