package org.monosem.sae.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.file.AtomicFile;

/**
 * The checkpoints of one run: a folder {@code step-000000001000} each, published whole. The newest
 * is what counts; older ones are deleted once a newer stands.
 */
final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("step-[0-9]{12}");

  private final Path folder;

  CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the newest checkpoint's state, or null if there is none.
   *
   * @throws IllegalArgumentException if it is of another plan or other activations
   */
  @Nullable TrainingState newest(NDManager manager, TrainingPlan plan, TrainingData data) {
    List<Path> all = all();
    return all.isEmpty()
        ? null
        : CheckpointFiles.read(all.get(all.size() - 1), manager, plan, data);
  }

  /** Publishes a checkpoint and deletes the older ones; returns its folder. */
  Path publish(NDManager manager, TrainingPlan plan, TrainingState state, TrainingData data) {
    Path target = folder.resolve(String.format(Locale.ROOT, "step-%012d", state.step()));
    if (!Files.exists(target)) {
      AtomicFile.writeFolder(
          target, inside -> CheckpointFiles.write(inside, manager, plan, state, data));
    }
    for (Path other : all()) {
      if (!other.equals(target)) {
        delete(other);
      }
    }
    return target;
  }

  private List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> NAME.matcher(entry.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + folder, e);
    }
  }

  /** Renames first, so that a half-deleted folder never looks like a checkpoint. */
  private static void delete(Path checkpoint) {
    try {
      Path doomed = checkpoint.resolveSibling(checkpoint.getFileName() + ".tmp-old");
      Files.move(checkpoint, doomed);
      try (Stream<Path> inside = Files.walk(doomed)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("deleting the older checkpoint " + checkpoint, e);
    }
  }
}
