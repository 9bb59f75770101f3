package org.monosem.sae.toymodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/**
 * Where a training of toy models stood, in a folder of its own: {@code state.json} with its
 * settings and its step, {@code state.safetensors} with its arrays. The folder appears whole or not
 * at all; one writer at a time.
 */
public final class ToyCheckpoint implements AutoCloseable {
  private static final String NUMBERS = "state.json";
  private static final String ARRAYS = "state.safetensors";
  private static final int FORMAT = 1;

  private final long step;
  private final SafetensorsFile arrays;

  private ToyCheckpoint(long step, SafetensorsFile arrays) {
    this.step = step;
    this.arrays = arrays;
  }

  /**
   * Returns whether a folder holds a checkpoint; clears up first what a killed process left beside
   * it.
   *
   * @throws java.io.UncheckedIOException if that is not possible
   */
  public static boolean isIn(Path folder) {
    AtomicFile.recover(folder);
    return Files.exists(folder.resolve(NUMBERS));
  }

  /**
   * Writes a checkpoint in place of the one that may stand there.
   *
   * @param folder that will hold nothing else
   * @param settings of the training
   * @param step how many steps are done
   * @param arrays by name; they stay the caller's
   * @throws java.io.UncheckedIOException if writing fails; what stood there is kept then
   */
  public static void write(
      Path folder, RunSettings settings, long step, Map<String, NDArray> arrays) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("format", FORMAT);
    numbers.put("step", step);
    numbers.put("settings", settings.values());
    SafetensorsWriter writer = SafetensorsWriter.create();
    arrays.forEach(writer::add);
    AtomicFile.writeFolder(
        folder,
        inside -> {
          writer.write(inside.resolve(ARRAYS));
          AtomicFile.writeString(inside.resolve(NUMBERS), StrictJson.write(numbers));
        });
  }

  /**
   * Opens a checkpoint.
   *
   * @param folder that one was written to
   * @param settings of the training that is to go on
   * @throws IllegalArgumentException if it is one of other settings, naming the difference
   * @throws java.io.UncheckedIOException if a file is missing, unreadable or damaged
   */
  public static ToyCheckpoint open(Path folder, RunSettings settings) {
    Path file = folder.resolve(NUMBERS);
    JsonObject json = new JsonObject(file.toString(), StrictJson.readObject(file));
    json.allowOnly(Set.of("format", "step", "settings"));
    json.integer("format", FORMAT, FORMAT);
    settings.requireSame(file.toString(), json.object("settings").values());
    return new ToyCheckpoint(json.integer("step"), SafetensorsFile.open(folder.resolve(ARRAYS)));
  }

  /** Returns how many steps were done. */
  public long step() {
    return step;
  }

  /**
   * Copies stored arrays over others, bit by bit.
   *
   * @param into by the names that they were stored under
   * @throws IllegalArgumentException if a stored array has another shape
   * @throws java.io.UncheckedIOException if there is none of that name, or the file is damaged
   */
  public void copyTo(Map<String, NDArray> into) {
    into.forEach(this::copyTo);
  }

  private void copyTo(String name, NDArray into) {
    try (NDManager scope = into.getManager().newSubManager()) {
      NDArray stored = arrays.read(scope, name);
      if (!stored.getShape().equals(into.getShape())) {
        throw new IllegalArgumentException(
            "%s, \"%s\": expected the shape %s, got %s"
                .formatted(arrays.path(), name, into.getShape(), stored.getShape()));
      }
      NDArray all = into.reshape(-1);
      NDArray from = stored.reshape(-1);
      all.attach(scope);
      from.attach(scope);
      all.set(new NDIndex("0:" + into.size()), from);
    }
  }

  /**
   * Returns the elements of a float64 array, rows after rows.
   *
   * @throws java.io.UncheckedIOException if there is none of that name, or the file is damaged
   */
  public double[] doubles(String name) {
    return arrays.readDoubles(name);
  }

  /**
   * Returns the shape of a stored array, or an empty one if there is none of that name.
   *
   * @param name of the array
   */
  public List<Long> shape(String name) {
    return arrays.contains(name) ? arrays.info(name).shape() : List.of();
  }

  @Override
  public void close() {
    arrays.close();
  }
}
