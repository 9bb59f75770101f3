package org.monosem.sae.sweep;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.JsonLinesLog;
import org.monosem.sae.training.SaeTrainerBuilder;

/**
 * Where a sweep's dictionaries lie, each in a folder of its name: its weights when done, its log
 * and its checkpoints.
 *
 * @param path the sweep's folder, or null if nothing is kept
 * @param checkpointEvery steps between two checkpoints
 */
record SweepFolder(@Nullable Path path, long checkpointEvery) {
  static final SweepFolder NONE = new SweepFolder(null, Long.MAX_VALUE);

  /** Has a trainer keep its log and checkpoints here. */
  void keep(SweepEntry entry, SaeTrainerBuilder trainer) {
    if (path != null) {
      Path own = path.resolve(entry.name());
      trainer
          .checkpoints(own.resolve("checkpoints"), checkpointEvery)
          .listener(new JsonLinesLog(own.resolve("log.jsonl")));
    }
  }

  /** Writes the weights of a dictionary that has done its steps. */
  void save(SweptDictionary dictionary) {
    if (path != null && dictionary.settled() && dictionary.failure() == null) {
      dictionary.save(path.resolve(dictionary.entry().name()));
    }
  }
}
