package org.monosem.examples.toy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.toymodel.ResumableTraining;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.ToyCheckpoint;

/**
 * Where an experiment keeps its work until it is at its end: {@code checkpoints/<experiment>} in
 * the folder of its results, with its settings in {@code experiment.json} and one file or folder a
 * point. Work that is stopped is saved where it is; in case the process is killed, it is also saved
 * every few minutes.
 */
public final class UnfinishedWork {
  private static final Duration OFTEN_ENOUGH = Duration.ofMinutes(5);

  private final @Nullable Path folder;
  private final RunSettings settings;
  private final Duration every;
  private final boolean begun;

  private UnfinishedWork(@Nullable Path folder, RunSettings settings, Duration every) {
    this.folder = folder;
    this.settings = settings;
    this.every = every;
    this.begun = folder != null && Files.exists(describing(folder));
  }

  /** Returns one that keeps nothing. */
  public static UnfinishedWork none() {
    return new UnfinishedWork(null, RunSettings.of("none"), OFTEN_ENOUGH);
  }

  /**
   * Returns what a folder of results holds of an experiment, be it nothing.
   *
   * @throws IllegalArgumentException if that is of other settings, naming the difference
   */
  public static UnfinishedWork in(Path results, ToyExperiment experiment) {
    return in(results, experiment, OFTEN_ENOUGH);
  }

  static UnfinishedWork in(Path results, ToyExperiment experiment, Duration every) {
    Path folder = results.resolve("checkpoints").resolve(experiment.name());
    UnfinishedWork work = new UnfinishedWork(folder, experiment.settings(), every);
    if (work.begun) {
      Path file = describing(folder);
      experiment.settings().requireSame(file.toString(), StrictJson.readObject(file));
    }
    return work;
  }

  private static Path describing(Path folder) {
    return folder.resolve("experiment.json");
  }

  /** Returns whether there was work to go on with. */
  public boolean isBegun() {
    return begun;
  }

  /**
   * Brings a training to its end, from where it was left before if it was; if it is stopped, what
   * is done is saved.
   *
   * @param point its name in the folder
   * @param progress told of its steps
   * @param train trains it, telling a listener of its steps
   * @throws CancellationException if it was stopped
   */
  void complete(
      String point,
      ResumableTraining training,
      StepListener progress,
      Consumer<StepListener> train) {
    restore(point, training);
    if (training.step() < training.steps()) {
      try {
        train.accept(saving(point, training, progress));
      } catch (CancellationException stopped) {
        save(point, training);
        throw stopped;
      }
    }
  }

  /** Puts a training where it was left, if it was. */
  void restore(String point, ResumableTraining training) {
    if (folder != null && ToyCheckpoint.isIn(folder.resolve(point))) {
      training.restore(folder.resolve(point));
    }
  }

  /** Returns a listener that also saves now and then. */
  StepListener saving(String point, ResumableTraining training, StepListener progress) {
    long[] saved = {System.nanoTime()};
    return (step, steps) -> {
      progress.stepped(step, steps);
      if (System.nanoTime() - saved[0] >= every.toNanos()) {
        save(point, training);
        saved[0] = System.nanoTime();
      }
    };
  }

  /** Saves a training as it is. */
  void save(String point, ResumableTraining training) {
    if (folder != null) {
      begin(folder);
      training.save(folder.resolve(point));
    }
  }

  /** Keeps what a point came to, in place of its training. */
  void keep(String point, Map<String, ?> result) {
    if (folder != null) {
      begin(folder);
      AtomicFile.writeString(folder.resolve(point + ".json"), StrictJson.write(result));
      delete(folder.resolve(point));
    }
  }

  /** Returns what a point came to, if it was kept. */
  Optional<JsonObject> kept(String point) {
    Path file = folder == null ? null : folder.resolve(point + ".json");
    return file == null || !Files.exists(file)
        ? Optional.empty()
        : Optional.of(new JsonObject(file.toString(), StrictJson.readObject(file)));
  }

  private void begin(Path place) {
    if (!Files.exists(describing(place))) {
      AtomicFile.writeString(describing(place), StrictJson.write(settings.values()));
    }
  }

  /** Deletes all of it: the experiment is at its end, and its results are written. */
  public void delete() {
    if (folder != null) {
      delete(folder);
      Path all = folder.resolveSibling("");
      if (isEmpty(all)) {
        delete(all);
      }
    }
  }

  private static boolean isEmpty(Path place) {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(place)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + place, e);
    }
  }

  private static void delete(Path place) {
    if (Files.exists(place)) {
      try (Stream<Path> inside = Files.walk(place)) {
        List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("deleting " + place, e);
      }
    }
  }
}
