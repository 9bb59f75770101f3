package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.MalformedJsonException;

/**
 * EleutherAI/sparsify's folder of one hook: {@code cfg.json} and {@code sae.safetensors} with
 * {@code encoder.weight [dSae, dIn]}, {@code encoder.bias [dSae]}, {@code W_dec [dSae, dIn]},
 * {@code b_dec [dIn]} and for skip transcoders {@code W_skip [dIn, dIn]}. TopK; {@code b_dec} is
 * subtracted from the input unless the dictionary transcodes.
 *
 * <p>Files of its first versions say neither {@code transcode} nor {@code skip_connection}: they
 * are autoencoders. A file with one of the two must have both. {@code multi_topk} is about training
 * only and kept as metadata. The folder's name is the hook, a module's path.
 */
final class SparsifyFolder {
  static final String CONFIG_FILE = "cfg.json";
  static final String WEIGHTS_FILE = "sae.safetensors";
  private static final String TRANSCODE = "transcode";
  private static final String SKIP = "skip_connection";
  private static final int MOST = Integer.MAX_VALUE;

  private SparsifyFolder() {}

  static boolean isAt(DictionaryPlace place) {
    return place.holds(CONFIG_FILE, WEIGHTS_FILE);
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    Path folder = place.path();
    DictionaryConfig config = config(place, DictionaryPlace.json(folder.resolve(CONFIG_FILE)));
    int dIn = config.dIn();
    int dSae = config.dSae();
    try (TensorSource source = SafetensorsTensors.open(folder.resolve(WEIGHTS_FILE));
        NDManager scope = manager.newSubManager()) {
      ForeignWeights weights = new ForeignWeights(source, scope);
      ExtraWeights extra =
          config.kind() == DictionaryKind.SKIP_TRANSCODER
              ? ExtraWeights.none().andSkip(weights.matrix("W_skip", dIn, dIn))
              : ExtraWeights.none();
      DictionaryCheckpoint dictionary =
          new DictionaryCheckpoint(
              config,
              weights.matrix("encoder.weight", dSae, dIn),
              weights.vector("encoder.bias", dSae),
              weights.matrix("W_dec", dSae, dIn),
              weights.vector("b_dec", dIn),
              extra);
      weights.refuseUnread("a sparsify dictionary with this cfg.json");
      return dictionary.attachTo(manager);
    }
  }

  private static DictionaryConfig config(DictionaryPlace place, JsonObject json) {
    refuseUnknown(json);
    int dIn = json.integer("d_in", 1, MOST);
    int k = json.integer("k", 1, MOST);
    boolean transcodes = json.flag(TRANSCODE, false);
    DictionaryConfig config;
    try {
      config =
          DictionaryConfig.of(dIn, dSae(json, dIn), ActivationFunction.topK(k), !transcodes)
              .withMetadata(metadata(place, json));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(json.where() + ": " + e.getMessage(), e);
    }
    return transcodes ? config.asTranscoder(kind(json), dIn) : config;
  }

  private static DictionaryKind kind(JsonObject json) {
    return json.flag(SKIP) ? DictionaryKind.SKIP_TRANSCODER : DictionaryKind.TRANSCODER;
  }

  private static void refuseUnknown(JsonObject json) {
    String activation = json.text("activation", "topk");
    if (!activation.equals("topk")) {
      throw wrong(json, "activation", "this version reads \"topk\"", activation);
    }
    if (json.flag("signed", false)) {
      throw wrong(json, "signed", "this version reads dictionaries of positive features", "true");
    }
    for (String key : Set.of(TRANSCODE, SKIP)) {
      if (json.has(TRANSCODE) != json.has(SKIP) && !json.has(key)) {
        json.flag(key);
      }
    }
    if (json.flag(SKIP, false) && !json.flag(TRANSCODE)) {
      throw wrong(json, SKIP, "this version reads it in transcoders only", "true");
    }
  }

  /** Zero latents stand for a multiple of the input's width. */
  private static int dSae(JsonObject json, int dIn) {
    int latents = json.has("num_latents") ? json.integer("num_latents", 0, MOST) : 0;
    if (latents > 0) {
      return latents;
    }
    long wide = (long) dIn * json.integer("expansion_factor", 1, MOST);
    if (wide > MOST) {
      throw wrong(json, "expansion_factor", "expected at most 2^31-1 features", wide);
    }
    return (int) wide;
  }

  private static Map<String, Object> metadata(DictionaryPlace place, JsonObject json) {
    Map<String, Object> metadata = place.origin(DictionaryFormat.SPARSIFY);
    Path name = place.path().toAbsolutePath().normalize().getFileName();
    String module = String.valueOf(name);
    metadata.put("module", module);
    if (!json.flag(TRANSCODE, false)) {
      HookNames.ofModule(module, metadata);
    }
    metadata.put("training_config", json.values());
    return metadata;
  }

  private static MalformedJsonException wrong(
      JsonObject json, String key, String rule, Object seen) {
    return json.refused(key, rule, seen);
  }
}
