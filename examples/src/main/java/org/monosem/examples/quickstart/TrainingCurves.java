package org.monosem.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.report.Curve;

/** The course of a training, read back from its log, so that it is whole after a resumption too. */
final class TrainingCurves {
  private static final List<Shown> SHOWN =
      List.of(
          new Shown("Loss", "loss.mean_over_rows"),
          new Shown("L0", "l0.mean_over_rows"),
          new Shown("Explained variance", "explained_variance.global"));

  private TrainingCurves() {}

  static List<Curve> of(Path log) {
    List<JsonObject> reports = reports(log);
    List<Curve> curves = new ArrayList<>();
    for (Shown shown : SHOWN) {
      List<Curve.Point> points =
          reports.stream()
              .filter(report -> report.has(shown.key()))
              .map(report -> new Curve.Point(report.integer("step"), report.number(shown.key())))
              .toList();
      curves.add(new Curve(shown.name(), "steps", points));
    }
    return curves;
  }

  private static List<JsonObject> reports(Path log) {
    try {
      List<JsonObject> reports = new ArrayList<>();
      for (String line : Files.readAllLines(log)) {
        JsonObject entry =
            new JsonObject(log.toString(), StrictJson.parseObject(line, log.toString()));
        if (entry.text("event").equals("progress")) {
          reports.add(entry);
        }
      }
      return reports;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the training log " + log, e);
    }
  }

  /** A value of the log and what the page calls it. */
  private record Shown(String name, String key) {}
}
