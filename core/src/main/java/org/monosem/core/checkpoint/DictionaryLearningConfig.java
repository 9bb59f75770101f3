package org.monosem.core.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.monosem.core.json.JsonObject;

/**
 * What a {@code config.json} of dictionary_learning says.
 *
 * @param json the whole
 * @param trainer its {@code trainer}
 * @param type its {@code dict_class}
 */
record DictionaryLearningConfig(JsonObject json, JsonObject trainer, DictionaryLearningClass type) {
  private static final String BUFFER = "buffer";
  private static final String TWO_HOOKS = "in_and_out";
  private static final int MOST = Integer.MAX_VALUE;

  static DictionaryLearningConfig parse(JsonObject json) {
    JsonObject trainer = json.object("trainer");
    return new DictionaryLearningConfig(json, trainer, DictionaryLearningClass.parse(trainer));
  }

  int dIn() {
    return trainer.integer("activation_dim", 1, MOST);
  }

  int dSae() {
    return trainer.integer("dict_size", 1, MOST);
  }

  boolean hasK() {
    return trainer.has("k");
  }

  int k() {
    return trainer.integer("k", 1, MOST);
  }

  /** Returns whether the input and the output of a module were trained on. */
  boolean transcodes() {
    if (!json.has(BUFFER) && json.values().containsKey(BUFFER)) {
      return false; // null: activations that were not collected by that library
    }
    JsonObject buffer = json.object(BUFFER);
    String io = buffer.text("io");
    if (!Set.of("in", "out", TWO_HOOKS).contains(io)) {
      throw buffer.refused("io", "expected in, out or " + TWO_HOOKS, io);
    }
    return io.equals(TWO_HOOKS);
  }

  /** Returns what is said of the model and the training; what Monosem wrote itself is whole. */
  Map<String, Object> metadata(Map<String, Object> origin) {
    if (json.has("metadata")) {
      Map<String, Object> own = new LinkedHashMap<>(json.object("metadata").values());
      own.putAll(origin);
      return own;
    }
    if (trainer.has("lm_name")) {
      origin.put("model_name", trainer.text("lm_name"));
    }
    if (trainer.has("layer")) {
      origin.put("layer", trainer.integer("layer"));
    }
    if (trainer.has("submodule_name") && trainer.has("layer") && !transcodes()) {
      HookNames.ofPlace(trainer.text("submodule_name"), trainer.integer("layer"), origin);
    }
    if (json.has(BUFFER) && json.object(BUFFER).has("ctx_len")) {
      origin.put("context_size", json.object(BUFFER).integer("ctx_len"));
    }
    origin.put("training_class", type.text());
    origin.put("training_config", trainer.values());
    return origin;
  }
}
