package org.monosem.harvest.transformer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.monosem.core.file.AtomicFile;

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

  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();

  private final Path file;
  private final JsonObject json;

  private Gpt2ConfigFile(Path file, JsonObject json) {
    this.file = file;
    this.json = json;
  }

  static Gpt2Config read(Path file) {
    return new Gpt2ConfigFile(file, object(file)).config();
  }

  static void write(Gpt2Config config, Path file) {
    JsonObject json = new JsonObject();
    json.addProperty("model_type", "gpt2");
    json.add("architectures", PRETTY.toJsonTree(List.of("GPT2LMHeadModel")));
    json.addProperty("vocab_size", config.vocabularySize());
    json.addProperty("n_positions", config.contextLength());
    json.addProperty("n_layer", config.layers());
    json.addProperty("n_head", config.heads());
    json.addProperty("n_embd", config.dModel());
    json.addProperty("n_inner", config.dMlp());
    json.addProperty("activation_function", config.activation().huggingFaceName());
    json.addProperty("layer_norm_epsilon", config.layerNormEpsilon());
    json.addProperty("tie_word_embeddings", config.tiedEmbeddings());
    // Its id is the tokenizer's matter; GPT-2's own default, 50256, may lie outside the vocabulary.
    json.addProperty("bos_token_id", 0);
    json.addProperty("eos_token_id", 0);
    for (String dropout : List.of("resid_pdrop", "embd_pdrop", "attn_pdrop")) {
      json.addProperty(dropout, 0.0);
    }
    AtomicFile.writeString(file, PRETTY.toJson(json) + "\n");
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
          present("n_inner") ? integer("n_inner") : Math.multiplyExact(4, dModel),
          MlpActivation.ofHuggingFaceName(
              present("activation_function") ? text("activation_function") : "gelu_new"),
          present("layer_norm_epsilon") ? number("layer_norm_epsilon") : Gpt2Config.DEFAULT_EPSILON,
          !present("tie_word_embeddings") || flag("tie_word_embeddings"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private void checkSupported() {
    String type = present("model_type") ? text("model_type") : "gpt2";
    if (!type.equals("gpt2")) {
      throw new ModelFormatException(file, "model_type: expected gpt2, got " + type);
    }
    FIXED.forEach(
        (name, value) -> {
          if (present(name) && flag(name) != value) {
            throw new ModelFormatException(
                file, name + ": only " + value + " is supported, got " + flag(name));
          }
        });
  }

  private boolean present(String name) {
    return json.has(name) && !json.get(name).isJsonNull();
  }

  private int integer(String name) {
    double value = number(name);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new ModelFormatException(file, name + ": expected a whole number, got " + value);
    }
    return (int) value;
  }

  private double number(String name) {
    JsonElement value = value(name);
    if (!value.getAsJsonPrimitive().isNumber()) {
      throw new ModelFormatException(file, name + ": expected a number, got " + value);
    }
    return value.getAsDouble();
  }

  private boolean flag(String name) {
    JsonElement value = value(name);
    if (!value.getAsJsonPrimitive().isBoolean()) {
      throw new ModelFormatException(file, name + ": expected true or false, got " + value);
    }
    return value.getAsBoolean();
  }

  private String text(String name) {
    return value(name).getAsString();
  }

  private JsonElement value(String name) {
    JsonElement value = json.get(name);
    if (value == null) {
      throw new ModelFormatException(file, name + " is missing");
    }
    if (!value.isJsonPrimitive()) {
      throw new ModelFormatException(file, name + ": expected one value, got " + value);
    }
    return value;
  }

  /** Reads a file that holds one JSON object. */
  static JsonObject object(Path file) {
    try {
      JsonElement json = JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
      if (!json.isJsonObject()) {
        throw new ModelFormatException(file, "expected a JSON object");
      }
      return json.getAsJsonObject();
    } catch (JsonParseException e) {
      throw new ModelFormatException(file, "not valid JSON: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file, "no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
