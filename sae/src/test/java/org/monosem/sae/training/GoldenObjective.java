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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.Objective;

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
    return new DictionaryWidths(integer("dIn"), integer("dSae"), integer("dIn"));
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

  List<NDArray> batches(NDManager manager, DataType type) {
    Shape shape = new Shape(batch(), widths().dIn());
    return list("batches").stream().map(rows -> array(manager, rows, shape, type)).toList();
  }

  /** Parameters of one of the file's keys, or of a key of its key {@code first}. */
  DictionaryParameters parameters(NDManager manager, JsonObject values, DataType type) {
    DictionaryWidths w = widths();
    Shape encoder = new Shape(w.dSae(), w.dIn());
    Map<String, NDArray> extra = new LinkedHashMap<>();
    objective()
        .extraShapes(w)
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
