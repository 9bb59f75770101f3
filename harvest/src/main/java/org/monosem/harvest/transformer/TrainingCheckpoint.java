package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.MalformedJsonException;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;
import org.monosem.harvest.transformer.Gpt2Layout.Entry;
import org.monosem.harvest.transformer.regularisation.Regularisation;

/**
 * A training on disk: a folder {@code step-000000500} for each checkpoint, which appears whole or
 * not at all, holding
 *
 * <ul>
 *   <li>{@code config.json}, {@code model.safetensors}: the model as HuggingFace writes it, float32
 *   <li>{@code optimizer.safetensors}: AdamW's moments, {@code exp_avg.NAME} and {@code
 *       exp_avg_sq.NAME} for each weight, float32
 *   <li>{@code inhibition.safetensors}, of a training that inhibits: the running sums of each
 *       layer, float64
 *   <li>{@code training.json}: the step, the plan, and what data it reads
 * </ul>
 *
 * <p>The two newest are kept.
 */
final class TrainingCheckpoint {
  private static final String FORMAT = "monosem-transformer-training-1";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String INHIBITION = "inhibition.safetensors";
  private static final String TRAINING = "training.json";
  private static final String MEAN = "exp_avg.";
  private static final String SQUARE = "exp_avg_sq.";
  private static final int KEPT = 2;
  private static final Pattern NAME = Pattern.compile("step-\\d{9,}");
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private TrainingCheckpoint() {}

  /** What a training carries along beside the weights. */
  record Sums(AdamWState optimizer, RegularisationState regularisation) {}

  /** Writes a checkpoint and deletes those beyond the two newest; returns its folder. */
  static Path write(Path root, Gpt2 model, Sums sums, TrainingProgress progress) {
    Path target = root.resolve(String.format(Locale.ROOT, "step-%09d", progress.step()));
    AtomicFile.writeFolder(
        target,
        folder -> {
          Gpt2Folder.save(model, folder, ElementType.F32);
          writeMoments(folder.resolve(OPTIMIZER), model.weights().layout(), sums.optimizer());
          sums.regularisation().write(folder.resolve(INHIBITION));
          AtomicFile.writeString(folder.resolve(TRAINING), json(progress));
        });
    List<Path> all = list(root);
    all.subList(0, Math.max(0, all.size() - KEPT)).forEach(TrainingCheckpoint::delete);
    return target;
  }

  private static String json(TrainingProgress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("progress", progress);
    return GSON.toJson(json) + "\n";
  }

  private static void writeMoments(Path file, Gpt2Layout layout, AdamWState state) {
    SafetensorsWriter writer = SafetensorsWriter.create();
    for (int i = 0; i < layout.entries().size(); i++) {
      String name = layout.entries().get(i).name();
      writer.add(MEAN + name, state.first().get(i));
      writer.add(SQUARE + name, state.second().get(i));
    }
    writer.write(file);
  }

  /**
   * Returns the newest checkpoint's folder.
   *
   * @throws ModelFormatException if there is none
   */
  static Path newest(Path root) {
    List<Path> all = list(root);
    if (all.isEmpty()) {
      throw new ModelFormatException(root, "no checkpoint here");
    }
    return all.get(all.size() - 1);
  }

  /** Reads where the training stood. */
  static TrainingProgress progress(Path checkpoint) {
    Path file = checkpoint.resolve(TRAINING);
    JsonObject json = Gpt2ConfigFile.object(file);
    try {
      String format = json.text("format");
      if (!format.equals(FORMAT)) {
        throw new ModelFormatException(file, "format: expected " + FORMAT + ", got " + format);
      }
      JsonElement inner = GSON.toJsonTree(json.object("progress").values());
      TrainingProgress progress = GSON.fromJson(inner, TrainingProgress.class);
      if (progress == null || progress.plan() == null || progress.step() < 0) {
        throw new ModelFormatException(file, "step or plan is missing");
      }
      return progress;
    } catch (MalformedJsonException e) {
      throw new ModelFormatException(e);
    } catch (RuntimeException e) {
      throw e instanceof ModelFormatException
          ? e
          : new ModelFormatException(file, "not a training: " + e.getMessage(), e);
    }
  }

  /** Reads the moments, owned by a manager. */
  static AdamWState moments(Path checkpoint, Gpt2Weights weights, NDManager owner) {
    Path path = checkpoint.resolve(OPTIMIZER);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      List<NDArray> first = new ArrayList<>();
      List<NDArray> second = new ArrayList<>();
      for (Entry entry : weights.layout().entries()) {
        first.add(moment(file, MEAN + entry.name(), entry, owner));
        second.add(moment(file, SQUARE + entry.name(), entry, owner));
      }
      return new AdamWState(weights, first, second, owner);
    }
  }

  /** Reads the running sums of a regularisation, owned by a manager. */
  static RegularisationState sums(
      Path checkpoint, Regularisation regularisation, Gpt2Weights weights, NDManager owner) {
    RegularisationState state = RegularisationState.start(regularisation, weights, owner);
    state.read(checkpoint.resolve(INHIBITION));
    return state;
  }

  private static NDArray moment(SafetensorsFile file, String name, Entry entry, NDManager owner) {
    float[] values = file.readFloats(name);
    if (values.length != entry.shape().size()) {
      throw new ModelFormatException(
          file.path(), name + ": expected " + entry.shape() + ", got " + file.info(name).shape());
    }
    return Gpt2Weights.own(values, entry.shape(), owner);
  }

  /** Returns the checkpoints, oldest first. */
  private static List<Path> list(Path root) {
    if (!Files.isDirectory(root)) {
      return new ArrayList<>();
    }
    try (Stream<Path> children = Files.list(root)) {
      return new ArrayList<>(
          children
              .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
              .sorted(Comparator.comparing(path -> path.getFileName().toString()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + root, e);
    }
  }

  private static void delete(Path checkpoint) {
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException("deleting the old checkpoint " + checkpoint, e);
    }
  }
}
