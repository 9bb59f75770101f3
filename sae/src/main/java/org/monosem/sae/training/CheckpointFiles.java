package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;
import org.monosem.sae.deadfeature.FiringCounter;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.DeadFeatures;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.RowScaling;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.StepRoute;

/**
 * The files of one checkpoint: a dictionary for raw activations in SAELens's layout, and beside it
 * {@code training_state.safetensors} and {@code training_state.json}, which a resumption reads.
 */
final class CheckpointFiles {
  private static final String ARRAYS = "training_state.safetensors";
  private static final String NUMBERS = "training_state.json";
  private static final int FORMAT = 3;
  private static final String INPUT_SCALE = "input_scale";
  private static final String SCALES = "scales";
  private static final String SILENT_ROWS = "silent_rows";
  private static final String DEAD = "dead_features";
  private static final String ESTIMATE = "estimate.";
  private static final String PENALTY_LEVEL = "penalty_level";
  private static final String MAX_NORM = "max_norm";
  private static final String HIGH_NORM_ROWS = "high_norm_rows";

  private CheckpointFiles() {}

  static void write(
      Path folder, NDManager manager, TrainingPlan plan, TrainingState state, TrainingData data) {
    SafetensorsWriter writer = SafetensorsWriter.create();
    add(writer, "parameter.", state.parameters());
    add(writer, "first_moment.", state.firstMoments());
    add(writer, "second_moment.", state.secondMoments());
    writer.add(SILENT_ROWS, state.firing().silentRows());
    state.estimates().forEach((name, value) -> writer.add(ESTIMATE + name, value));
    writer.write(folder.resolve(ARRAYS));
    AtomicFile.writeString(folder.resolve(NUMBERS), StrictJson.write(numbers(plan, state, data)));
    try (SparseAutoencoder dictionary =
        DictionaryExport.of(plan, state, data).export(manager, DecoderNorms.KEPT)) {
      dictionary.save(folder);
    }
  }

  static TrainingState read(Path folder, NDManager manager, TrainingPlan plan, TrainingData data) {
    Path file = folder.resolve(NUMBERS);
    JsonObject json = new JsonObject(file.toString(), StrictJson.readObject(file));
    json.allowOnly(
        Set.of(
            "format",
            "step",
            "route",
            INPUT_SCALE,
            SCALES,
            DEAD,
            PENALTY_LEVEL,
            MAX_NORM,
            HIGH_NORM_ROWS,
            "source",
            "plan"));
    json.integer("format", FORMAT, FORMAT);
    TrainingPlan stored = RecordJson.fromJson(json.object("plan"), TrainingPlan.class);
    requireEqual(file, "source", describe(data), json.object("source").values());
    // How it is computed may have been measured anew; the run goes on as it began.
    ComputePlan compute = stored.compute();
    Map<String, Object> now = RecordJson.toJson(plan.withCompute(compute));
    requireEqual(file, "plan", now, RecordJson.toJson(stored));
    TrainingState.Position position =
        new TrainingState.Position(json.integer("step"), route(json.object("route")), compute);
    try (SafetensorsFile arrays = SafetensorsFile.open(folder.resolve(ARRAYS))) {
      TrainedArrays trained =
          new TrainedArrays(
              parameters(arrays, manager, "parameter.", plan),
              parameters(arrays, manager, "first_moment.", plan),
              parameters(arrays, manager, "second_moment.", plan));
      TrainingState.Watched watched = watched(arrays, manager, plan, json);
      List<Double> scales =
          json.has(SCALES) ? json.numbers(SCALES) : List.of(json.number(INPUT_SCALE));
      RowScaling scaling = new RowScaling(stored.layout(), scales);
      return new TrainingState(trained, watched, scaling, position);
    }
  }

  private static Map<String, Object> numbers(
      TrainingPlan plan, TrainingState state, TrainingData data) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("step", state.step());
    json.put("route", route(state.route()));
    List<Double> scales = state.scaling().factors();
    if (scales.size() == 1) {
      json.put(INPUT_SCALE, scales.get(0));
    } else {
      json.put(SCALES, scales);
    }
    json.put(DEAD, Arrays.stream(state.dead().features()).asLongStream().boxed().toList());
    if (plan.recipe().penaltyControl() instanceof TargetL0Control) {
      json.put(PENALTY_LEVEL, state.penaltyLevel().toJson());
    }
    if (state.highNorm().filters()) {
      json.put(MAX_NORM, state.highNorm().limit());
      json.put(HIGH_NORM_ROWS, state.highNorm().count());
    }
    json.put("source", describe(data));
    json.put("plan", RecordJson.toJson(plan.withCompute(state.compute())));
    return json;
  }

  private static Map<String, Object> route(StepRoute route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", route.path().name());
    json.put("hot_features", route.hotFeatures().stream().map(Integer::longValue).toList());
    json.put("expected_pairs", route.expectedPairs());
    return json;
  }

  private static StepRoute route(JsonObject json) {
    json.allowOnly(Set.of("path", "hot_features", "expected_pairs"));
    List<Integer> hot = json.integers("hot_features").stream().map(Math::toIntExact).toList();
    return new StepRoute(
        json.constant("path", StepPath.class), hot, json.integer("expected_pairs"));
  }

  private static Map<String, Object> describe(TrainingData data) {
    return Map.of(
        "width", (long) data.source().width(), "rows", data.source().rows(), "seed", data.seed());
  }

  private static void add(
      SafetensorsWriter writer, String prefix, DictionaryParameters parameters) {
    for (int i = 0; i < parameters.list().size(); i++) {
      writer.add(prefix + parameters.names().get(i), parameters.list().get(i));
    }
  }

  private static DictionaryParameters parameters(
      SafetensorsFile file, NDManager manager, String prefix, TrainingPlan plan) {
    Map<String, NDArray> extra = new LinkedHashMap<>();
    NDArray wDec = file.read(manager, prefix + "wDec");
    NDArray wEnc = file.read(manager, prefix + "wEnc");
    DictionaryWidths widths =
        new DictionaryWidths(
            (int) wEnc.getShape().get(1), plan.dSae(), (int) wDec.getShape().get(1));
    for (String name : plan.layout().extraShapes(plan.recipe().objective(), widths).keySet()) {
      extra.put(name, file.read(manager, prefix + name));
    }
    NDArray bEnc = file.read(manager, prefix + "bEnc");
    return new DictionaryParameters(wEnc, bEnc, wDec, file.read(manager, prefix + "bDec"), extra);
  }

  private static TrainingState.Watched watched(
      SafetensorsFile file, NDManager manager, TrainingPlan plan, JsonObject json) {
    Map<String, NDArray> estimates = new LinkedHashMap<>();
    for (String name : plan.recipe().objective().estimates().keySet()) {
      estimates.put(name, file.read(manager, ESTIMATE + name));
    }
    FiringCounter firing = FiringCounter.of(file.read(manager, SILENT_ROWS));
    int[] dead = json.integers(DEAD).stream().mapToInt(Math::toIntExact).toArray();
    // Only a controlled penalty has a level of its own.
    PenaltyLevel level =
        plan.recipe().penaltyControl() instanceof TargetL0Control
            ? PenaltyLevel.fromJson(json.object(PENALTY_LEVEL))
            : PenaltyLevel.start();
    HighNormRows highNorm =
        plan.recipe().maxNormRatio() > 0
            ? new HighNormRows(json.number(MAX_NORM), json.integer(HIGH_NORM_ROWS))
            : HighNormRows.none();
    return new TrainingState.Watched(
        firing, estimates, new DeadFeatures(manager, dead), level, highNorm);
  }

  /** Names the first key in which the run to come differs from the one that was stored. */
  private static void requireEqual(
      Path file, String where, Map<String, ?> now, Map<String, ?> stored) {
    for (Map.Entry<String, ?> entry : now.entrySet()) {
      String key = where + "." + entry.getKey();
      Object was = stored.get(entry.getKey());
      if (entry.getValue() instanceof Map<?, ?> inner && was instanceof Map<?, ?> innerWas) {
        requireEqual(file, key, text(inner), text(innerWas));
      } else if (!entry.getValue().equals(was)) {
        throw new IllegalArgumentException(
            file
                + ": the checkpoint is of another training: "
                + key
                + " was "
                + was
                + ", is now "
                + entry.getValue());
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> text(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }
}
