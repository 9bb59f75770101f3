package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.RowScaling;

/** What PyTorch's autograd and Adam make of an objective (objectives/make_goldens.py). */
final class GoldenObjective {
  private final JsonObject json;
  private final String name;

  private GoldenObjective(String name, JsonObject json) {
    this.name = name;
    this.json = json;
  }

  static Stream<GoldenObjective> all() {
    try (Stream<Path> files =
        Files.list(Path.of(GoldenObjective.class.getResource("objectives").toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(GoldenObjective::read)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GoldenObjective read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".json", "");
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return new GoldenObjective(name, new JsonObject(name, StrictJson.parseObject(text, name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Objective objective() {
    return (Objective) RecordJson.variant(json.object("objective"), Objective.class);
  }

  DictionaryWidths widths() {
    int dOut = json.has("dOut") ? integer("dOut") : integer("dIn");
    return new DictionaryWidths(integer("dIn"), integer("dSae"), dOut);
  }

  /** What stands in the {@link #rows}. */
  RowLayout layout() {
    DictionaryKind kind =
        json.has("kind") ? json.constant("kind", DictionaryKind.class) : DictionaryKind.AUTOENCODER;
    if (kind != DictionaryKind.AUTOENCODER) {
      return new RowLayout(kind, List.of((long) widths().dIn(), (long) widths().dOut()));
    }
    return objective() instanceof L1Objective l1
        ? new RowLayout(kind, l1.sourceWidths())
        : RowLayout.AUTOENCODER;
  }

  RowScaling unscaled() {
    return new RowScaling(layout(), Collections.nCopies(Math.max(1, layout().parts().size()), 1.0));
  }

  int batch() {
    return integer("batch");
  }

  int deadAfterRows() {
    return integer("deadAfterRows");
  }

  double learningRate() {
    return json.number("learningRate");
  }

  /** The rows of every batch as a source gives them: a transcoder's are {@code [x | y]}. */
  List<NDArray> rows(NDManager manager, DataType type) {
    List<NDArray> inputs = arrays(manager, "batches", widths().dIn(), type);
    if (!layout().isTranscoder()) {
      return inputs;
    }
    List<NDArray> targets = arrays(manager, "targets", widths().dOut(), type);
    return IntStream.range(0, inputs.size())
        .mapToObj(i -> inputs.get(i).concat(targets.get(i), 1))
        .toList();
  }

  private List<NDArray> arrays(NDManager manager, String key, int width, DataType type) {
    Shape shape = new Shape(batch(), width);
    return list(key).stream().map(rows -> array(manager, rows, shape, type)).toList();
  }

  /** Parameters of one of the file's keys, or of a key of its key {@code first}. */
  DictionaryParameters parameters(NDManager manager, JsonObject values, DataType type) {
    DictionaryWidths w = widths();
    Shape encoder = new Shape(w.dSae(), w.dIn());
    Map<String, NDArray> extra = new LinkedHashMap<>();
    layout()
        .extraShapes(objective(), w)
        .forEach((key, shape) -> extra.put(key, array(manager, value(values, key), shape, type)));
    return new DictionaryParameters(
        array(manager, value(values, "wEnc"), encoder, type),
        array(manager, value(values, "bEnc"), new Shape(w.dSae()), type),
        array(manager, value(values, "wDec"), new Shape(w.dSae(), w.dOut()), type),
        array(manager, value(values, "bDec"), new Shape(w.dOut()), type),
        extra);
  }

  JsonObject start() {
    return json.object("start");
  }

  JsonObject end() {
    return json.object("end");
  }

  JsonObject gradient() {
    return json.object("first").object("gradient");
  }

  double firstLoss() {
    return json.object("first").number("loss");
  }

  /** Whether each pair of row and feature is active at the first step. */
  double[] firstFeatures() {
    return doubles(value(json.object("first"), "features"));
  }

  /** Whether the loss has no part that counts as constant while differentiating. */
  boolean differentiable() {
    return json.flag("differentiable");
  }

  double[] losses() {
    return doubles(value(json, "losses"));
  }

  double estimate(String key) {
    return json.object("estimates").number(key);
  }

  int[] dead() {
    return json.integers("dead").stream().mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public String toString() {
    return name;
  }

  private int integer(String key) {
    return json.integer(key, 1, 1 << 20);
  }

  @SuppressWarnings("unchecked")
  private List<Object> list(String key) {
    return (List<Object>) json.values().get(key);
  }

  private static Object value(JsonObject values, String key) {
    return java.util.Objects.requireNonNull(values.values().get(key), key);
  }

  private static NDArray array(NDManager manager, Object values, Shape shape, DataType type) {
    NDArray doubles = manager.create(doubles(values), shape);
    return type == DataType.FLOAT64 ? doubles : doubles.toType(type, true);
  }

  private static double[] doubles(Object values) {
    return ((List<?>) values).stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
  }
}
