package org.monosem.core.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.monosem.core.json.JsonObject;

/**
 * The flat {@code cfg.json} that SAELens wrote before version 6, turned into the one of version 6:
 * some keys had other names, some others values, and what is about the model was not apart.
 */
final class LegacyConfig {
  private static final int FIRST_NESTED_VERSION = 6;
  private static final Pattern MAJOR = Pattern.compile("([0-9]{1,9})(\\..*)?");

  private static final Map<String, String> RENAMED =
      Map.of(
          "hook_point", "hook_name",
          "hook_point_head_index", "hook_head_index",
          "activation_fn_str", "activation_fn");

  /** What is about the dictionary; everything else is kept as metadata. */
  private static final Set<String> DICTIONARY_KEYS =
      Set.of(
          "architecture",
          "d_in",
          "d_sae",
          "d_out",
          "dtype",
          "device",
          "apply_b_dec_to_input",
          "normalize_activations",
          "reshape_activations",
          "finetuning_scaling_factor",
          "activation_fn",
          "activation_fn_kwargs");

  private LegacyConfig() {}

  /** Returns the object in the form of version 6, which may be the one given. */
  static JsonObject modern(JsonObject json) {
    if (json.has("metadata") || isNested(json.values().get("sae_lens_version"))) {
      return json;
    }
    Map<String, Object> dictionary = new LinkedHashMap<>();
    Map<String, Object> metadata = new LinkedHashMap<>();
    json.values()
        .forEach(
            (key, value) -> {
              String name = RENAMED.getOrDefault(key, key);
              (DICTIONARY_KEYS.contains(name) ? dictionary : metadata).put(name, value);
            });
    metadata.putIfAbsent("prepend_bos", true);
    dictionary.put("metadata", metadata);
    JsonObject modern = new JsonObject(json.where(), dictionary);
    normalisation(dictionary);
    reshaping(dictionary, metadata);
    topK(modern, dictionary);
    return modern;
  }

  /** Returns whether a version is one whose files have their metadata apart. */
  static boolean isNested(@Nullable Object version) {
    Matcher matcher = MAJOR.matcher(String.valueOf(version));
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= FIRST_NESTED_VERSION;
  }

  private static void normalisation(Map<String, Object> dictionary) {
    if (dictionary.get("normalize_activations") instanceof Boolean scaled) {
      dictionary.put("normalize_activations", scaled ? "expected_average_only_in" : "none");
    }
  }

  private static void reshaping(Map<String, Object> dictionary, Map<String, Object> metadata) {
    boolean heads = String.valueOf(metadata.get("hook_name")).contains("hook_z");
    dictionary.putIfAbsent("reshape_activations", heads ? "hook_z" : "none");
  }

  /** TopK was an activation of the standard architecture before it was one of its own. */
  private static void topK(JsonObject json, Map<String, Object> dictionary) {
    boolean topK =
        json.text("activation_fn", "relu").equals("topk")
            || json.text("architecture", "standard").equals("topk");
    if (topK) {
      dictionary.put("architecture", "topk");
      dictionary.put("k", json.object("activation_fn_kwargs").integer("k"));
    }
  }
}
