package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.monosem.core.json.JsonObject;

/**
 * Gemma Scope 2's folder, of one hook of a Gemma 3 model: {@code config.json} and {@code
 * params.safetensors} with {@code w_enc [dIn, dSae]}, {@code b_enc [dSae]}, {@code w_dec [dSae,
 * dOut]}, {@code b_dec [dOut]}, {@code threshold [dSae]}, a JumpReLU dictionary that subtracts
 * nothing from its input, and of transcoders with {@code affine_connection} also {@code
 * affine_skip_connection [dIn, dOut]}, the linear path {@code x affine_skip_connection}.
 *
 * <p>{@code type} says whether it is an autoencoder ({@code sae}) or a transcoder; crosscoders and
 * cross-layer transcoders, which are several files together, are refused. {@code width} must be
 * what the tensors have. The hooks are outputs and inputs of modules of Hugging Face's library,
 * kept as they stand; those that TransformerLens has, too, get its names. The normalised input of
 * an MLP is not among them: here it is multiplied with the norm's weights.
 */
final class GemmaScope2 {
  static final String CONFIG_FILE = "config.json";
  static final String WEIGHTS_FILE = "params.safetensors";
  private static final String SKIP = "affine_skip_connection";
  private static final String AFFINE = "affine_connection";
  private static final String HOOK_IN = "hf_hook_point_in";
  private static final String HOOK_OUT = "hf_hook_point_out";
  private static final String CONTENTS = "type";

  private static final Pattern HOOK =
      Pattern.compile("model\\.layers\\.(?<layer>[0-9]{1,4})\\.(?<place>[a-z_.]+)");

  /** The places whose activations TransformerLens gives under names of its own. */
  private static final Map<String, String> PLACES =
      Map.of(
          "output", "hook_resid_post",
          "self_attn.o_proj.input", "attn.hook_z",
          "post_attention_layernorm.output", "hook_attn_out",
          "post_feedforward_layernorm.output", "hook_mlp_out");

  private GemmaScope2() {}

  static boolean isAt(DictionaryPlace place) {
    return place.holds(CONFIG_FILE, WEIGHTS_FILE);
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    Path folder = place.path();
    JsonObject json = DictionaryPlace.json(folder.resolve(CONFIG_FILE));
    DictionaryKind kind = kind(json);
    try (TensorSource source = SafetensorsTensors.open(folder.resolve(WEIGHTS_FILE));
        NDManager scope = manager.newSubManager()) {
      ForeignWeights weights = new ForeignWeights(source, scope);
      DictionaryConfig config = config(weights, json, kind).withMetadata(metadata(place, json));
      return read(weights, config).attachTo(manager);
    }
  }

  private static DictionaryCheckpoint read(ForeignWeights weights, DictionaryConfig config) {
    int dIn = config.dIn();
    int dSae = config.dSae();
    int dOut = config.dOut();
    ExtraWeights threshold = ExtraWeights.threshold(weights.vector("threshold", dSae));
    DictionaryCheckpoint dictionary =
        new DictionaryCheckpoint(
            config,
            weights.transposed("w_enc", dIn, dSae),
            weights.vector("b_enc", dSae),
            weights.matrix("w_dec", dSae, dOut),
            weights.vector("b_dec", dOut),
            config.kind() == DictionaryKind.SKIP_TRANSCODER
                ? threshold.andSkip(weights.transposed(SKIP, dIn, dOut))
                : threshold);
    weights.refuseUnread("a Gemma Scope 2 dictionary with this config.json");
    return dictionary;
  }

  private static DictionaryConfig config(
      ForeignWeights weights, JsonObject json, DictionaryKind kind) {
    ForeignWeights.Sizes encoder = weights.sizes("w_enc");
    int width = json.integer("width", 1, Integer.MAX_VALUE);
    if (width != encoder.columns()) {
      throw weights.wrong(
          "w_enc", "expected width=%d features of config.json".formatted(width), encoder.columns());
    }
    DictionaryConfig config = DictionaryConfig.jumpRelu(encoder.rows(), width, false);
    return kind == DictionaryKind.AUTOENCODER
        ? config
        : config.asTranscoder(kind, weights.sizes("w_dec").columns());
  }

  private static DictionaryKind kind(JsonObject json) {
    String architecture = json.text("architecture");
    if (!architecture.equals("jump_relu")) {
      throw json.refused("architecture", "this version reads \"jump_relu\"", architecture);
    }
    String type = json.text(CONTENTS);
    boolean affine = json.flag(AFFINE);
    return switch (type) {
      case "sae" -> autoencoder(json, affine);
      case "transcoder" -> affine ? DictionaryKind.SKIP_TRANSCODER : DictionaryKind.TRANSCODER;
      default ->
          throw json.refused(CONTENTS, "this version reads \"sae\" and \"transcoder\"", type);
    };
  }

  private static DictionaryKind autoencoder(JsonObject json, boolean affine) {
    if (affine) {
      throw json.refused(AFFINE, "this version reads it in transcoders only", true);
    }
    String in = json.text(HOOK_IN);
    String out = json.text(HOOK_OUT);
    if (!in.equals(out)) {
      throw json.refused(HOOK_OUT, "expected an autoencoder's hook, " + in, out);
    }
    return DictionaryKind.AUTOENCODER;
  }

  private static Map<String, Object> metadata(DictionaryPlace place, JsonObject json) {
    Map<String, Object> metadata = place.origin(DictionaryFormat.GEMMA_SCOPE_2);
    String in = json.text(HOOK_IN);
    String out = json.text(HOOK_OUT);
    metadata.put("model_name", json.text("model_name"));
    metadata.put(HOOK_IN, in);
    metadata.put(HOOK_OUT, out);
    putHook("hook_name", in, metadata);
    if (!in.equals(out)) {
      putHook("hook_name_out", out, metadata);
    }
    if (json.has("l0")) {
      metadata.put("average_l0", json.number("l0"));
    }
    return metadata;
  }

  private static void putHook(String key, String module, Map<String, Object> metadata) {
    Matcher matcher = HOOK.matcher(module);
    if (!matcher.matches()) {
      return;
    }
    metadata.put("layer", Long.parseLong(matcher.group("layer")));
    String place = PLACES.get(matcher.group("place"));
    if (place != null) {
      metadata.put(key, "blocks." + matcher.group("layer") + "." + place);
      if (place.equals("attn.hook_z")) {
        metadata.put("reshape_activations", "hook_z");
      }
    }
  }
}
