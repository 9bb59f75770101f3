package org.monosem.harvest.transformer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.MalformedJsonException;
import org.monosem.core.json.StrictJson;

/**
 * HuggingFace's {@code config.json} of a GPT-2.
 *
 * <p>Read: {@code vocab_size, n_positions, n_layer, n_head, n_embd, n_inner} (absent or null: four
 * times {@code n_embd}), {@code activation_function} (absent: gelu_new), {@code layer_norm_epsilon}
 * (absent: 1e-5), {@code tie_word_embeddings} (absent: true). Options that would change the numbers
 * must have GPT-2's values; everything else is ignored.
 */
final class Gpt2ConfigFile {
  static final String NAME = "config.json";

  /** Options whose other values mean another computation. */
  private static final Map<String, Boolean> FIXED =
      Map.of(
          "scale_attn_weights", true,
          "scale_attn_by_inverse_layer_idx", false,
          "add_cross_attention", false);

  private final Path file;
  private final JsonObject json;

  private Gpt2ConfigFile(Path file, JsonObject json) {
    this.file = file;
    this.json = json;
  }

  static Gpt2Config read(Path file) {
    JsonObject json = object(file);
    try {
      return new Gpt2ConfigFile(file, json).config();
    } catch (MalformedJsonException e) {
      throw new ModelFormatException(e);
    }
  }

  static void write(Gpt2Config config, Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", "gpt2");
    json.put("architectures", List.of("GPT2LMHeadModel"));
    json.put("vocab_size", config.vocabularySize());
    json.put("n_positions", config.contextLength());
    json.put("n_layer", config.layers());
    json.put("n_head", config.heads());
    json.put("n_embd", config.dModel());
    json.put("n_inner", config.dMlp());
    json.put("activation_function", config.activation().huggingFaceName());
    json.put("layer_norm_epsilon", config.layerNormEpsilon());
    json.put("tie_word_embeddings", config.tiedEmbeddings());
    // Its id is the tokenizer's matter; GPT-2's own default, 50256, may lie outside the vocabulary.
    json.put("bos_token_id", 0);
    json.put("eos_token_id", 0);
    for (String dropout : List.of("resid_pdrop", "embd_pdrop", "attn_pdrop")) {
      json.put(dropout, 0.0);
    }
    AtomicFile.writeString(file, StrictJson.write(json));
  }

  private Gpt2Config config() {
    checkSupported();
    int dModel = integer("n_embd");
    try {
      return new Gpt2Config(
          integer("vocab_size"),
          integer("n_positions"),
          integer("n_layer"),
          integer("n_head"),
          dModel,
          json.has("n_inner") ? integer("n_inner") : Math.multiplyExact(4, dModel),
          MlpActivation.ofHuggingFaceName(json.text("activation_function", "gelu_new")),
          json.number("layer_norm_epsilon", Gpt2Config.DEFAULT_EPSILON),
          json.flag("tie_word_embeddings", true));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private void checkSupported() {
    String type = json.text("model_type", "gpt2");
    if (!type.equals("gpt2")) {
      throw new ModelFormatException(file, "model_type: expected gpt2, got " + type);
    }
    FIXED.forEach(
        (name, value) -> {
          if (json.flag(name, value) != value) {
            throw new ModelFormatException(
                file, name + ": only " + value + " is supported, got " + !value);
          }
        });
  }

  private int integer(String name) {
    return json.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Reads a file that holds one JSON object. */
  static JsonObject object(Path file) {
    if (!Files.exists(file)) {
      throw new ModelFormatException(file, "no such file");
    }
    try {
      return new JsonObject(file.toString(), StrictJson.readObject(file));
    } catch (MalformedJsonException e) {
      throw new ModelFormatException(e);
    }
  }
}
