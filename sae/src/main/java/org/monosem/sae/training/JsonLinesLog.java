package org.monosem.sae.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

/**
 * Writes a training's log as JSON Lines: one {@code {"event": "progress", "step": ...}} a report,
 * with every number under a name that says its reduction, and one line for each resampling and
 * checkpoint.
 *
 * <p>When a run goes on from a checkpoint, the lines of later steps are dropped first, so that the
 * file reads like that of one uninterrupted run.
 */
public final class JsonLinesLog implements TrainingListener {
  private final Path file;

  /** Logs into a file; its folder is made if missing. */
  public JsonLinesLog(Path file) {
    this.file = file;
  }

  @Override
  public void started(TrainingPlan plan, long step) {
    List<String> kept = step == 0 || !Files.exists(file) ? List.of() : linesUpTo(step);
    AtomicFile.writeString(file, kept.isEmpty() ? "" : String.join("\n", kept) + "\n");
    if (step == 0) {
      append("started", step, Map.of("plan", RecordJson.toJson(plan)));
    }
  }

  @Override
  public void progressed(TrainingProgress progress) {
    append("progress", progress.step(), progress.toJson());
  }

  @Override
  public void resampled(long step, int features) {
    append("resampled", step, Map.of("features", features));
  }

  @Override
  public void checkpointed(long step, Path folder) {
    append("checkpoint", step, Map.of("folder", folder.getFileName().toString()));
  }

  private void append(String event, long step, Map<String, ?> values) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("step", step);
    line.putAll(values);
    try {
      Files.writeString(file, StrictJson.writeLine(line) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("writing the training log " + file, e);
    }
  }

  private List<String> linesUpTo(long step) {
    try {
      return Files.readAllLines(file).stream().filter(line -> stepOf(line) <= step).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the training log " + file, e);
    }
  }

  /** A last line that a crash cut short counts as later than everything. */
  private long stepOf(String line) {
    if (!line.endsWith("}")) {
      return Long.MAX_VALUE;
    }
    return new JsonObject(file.toString(), StrictJson.parseObject(line, file.toString()))
        .integer("step");
  }
}
