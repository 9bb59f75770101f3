package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gemma Scope's {@code params.npz}: {@code W_enc [dIn, dSae]}, {@code b_enc [dSae]}, {@code W_dec
 * [dSae, dOut]}, {@code b_dec [dOut]}, {@code threshold [dSae]}, a JumpReLU dictionary that
 * subtracts nothing from its input. What it belongs to, only the path says: {@code
 * gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71/params.npz}.
 *
 * <p>Dictionaries of attention read the heads' outputs side by side ({@code attn.hook_z}, flat).
 * Those below {@code embedding} were trained on embeddings as they stand in the table, while the
 * model, and TransformerLens's {@code hook_embed}, has them times {@code sqrt(dIn)}: that scale is
 * folded in, biases included.
 */
final class GemmaScope {
  private static final String FILE = "params.npz";
  private static final String SITE = "site";
  private static final Pattern RELEASE =
      Pattern.compile(
          "gemma-scope-(?<size>2b|9b|27b)-(?<tuning>pt|it)-(?<site>res|mlp|att|transcoders)");
  private static final Pattern LAYER = Pattern.compile("(?:^|/)layer_(?<layer>[0-9]{1,4})(?=/)");
  private static final Pattern WIDTH =
      Pattern.compile("(?:^|/)width_(?<width>[0-9]{1,6}[km])(?=/)");
  private static final Pattern L0 = Pattern.compile("(?:^|/)average_l0_(?<l0>[0-9]{1,9})(?=/)");
  private static final Pattern EMBEDDING = Pattern.compile("(?:^|/)(?<embedding>embedding)(?=/)");

  private GemmaScope() {}

  static boolean isAt(DictionaryPlace place) {
    return place.isFile(".npz") || place.holds(FILE);
  }

  static DictionaryCheckpoint read(
      DictionaryPlace place, ImportOptions options, NDManager manager) {
    DictionaryPlace file = new DictionaryPlace(place.file(FILE));
    Map<String, String> facts = facts(file);
    boolean transcoder = options.transcoder() || "transcoders".equals(facts.get(SITE));
    try (TensorSource source = NumpyTensors.open(file.path());
        NDManager scope = manager.newSubManager()) {
      DictionaryCheckpoint dictionary =
          read(new ForeignWeights(source, scope), transcoder, metadata(file, facts, transcoder));
      if (facts.containsKey("embedding")) {
        double scale = 1 / Math.sqrt(dictionary.config().dIn());
        Folding.scaleInPlace(dictionary, scale, scale);
      }
      return dictionary.attachTo(manager);
    }
  }

  private static DictionaryCheckpoint read(
      ForeignWeights weights, boolean transcoder, Map<String, Object> metadata) {
    ForeignWeights.Sizes encoder = weights.sizes("W_enc");
    int dIn = encoder.rows();
    int dSae = encoder.columns();
    int dOut = transcoder ? weights.sizes("W_dec").columns() : dIn;
    DictionaryConfig config = DictionaryConfig.jumpRelu(dIn, dSae, false).withMetadata(metadata);
    DictionaryCheckpoint dictionary =
        new DictionaryCheckpoint(
            transcoder ? config.asTranscoder(DictionaryKind.TRANSCODER, dOut) : config,
            weights.transposed("W_enc", dIn, dSae),
            weights.vector("b_enc", dSae),
            weights.matrix("W_dec", dSae, dOut),
            weights.vector("b_dec", dOut),
            ExtraWeights.threshold(weights.vector("threshold", dSae)));
    weights.refuseUnread("a Gemma Scope dictionary");
    return dictionary;
  }

  private static Map<String, String> facts(DictionaryPlace file) {
    Map<String, String> facts = new LinkedHashMap<>(file.find(RELEASE, "size", "tuning", SITE));
    facts.putAll(file.find(LAYER, "layer"));
    facts.putAll(file.find(WIDTH, "width"));
    facts.putAll(file.find(L0, "l0"));
    facts.putAll(file.find(EMBEDDING, "embedding"));
    return facts;
  }

  private static Map<String, Object> metadata(
      DictionaryPlace file, Map<String, String> facts, boolean transcoder) {
    Map<String, Object> metadata = file.origin(DictionaryFormat.GEMMA_SCOPE);
    if (facts.containsKey("size")) {
      metadata.put(
          "model_name",
          "gemma-2-" + facts.get("size") + ("it".equals(facts.get("tuning")) ? "-it" : ""));
      metadata.put("context_size", 1024L);
      metadata.put("prepend_bos", true);
    }
    putHooks(metadata, facts, transcoder);
    putIfKnown(metadata, "width", facts.get("width"));
    if (facts.containsKey("l0")) {
      metadata.put("average_l0", Long.parseLong(String.valueOf(facts.get("l0"))));
    }
    return metadata;
  }

  private static void putHooks(
      Map<String, Object> metadata, Map<String, String> facts, boolean transcoder) {
    String block = "blocks." + facts.get("layer") + ".";
    if (facts.containsKey("embedding")) {
      metadata.put("hook_name", "hook_embed");
    } else if (!facts.containsKey("layer")) {
      return;
    } else if (transcoder) {
      metadata.put("hook_name", block + "ln2.hook_normalized");
      metadata.put("hook_name_out", block + "hook_mlp_out");
    } else if ("res".equals(facts.get(SITE))) {
      metadata.put("hook_name", block + "hook_resid_post");
    } else if ("mlp".equals(facts.get(SITE))) {
      metadata.put("hook_name", block + "hook_mlp_out");
    } else if ("att".equals(facts.get(SITE))) {
      metadata.put("hook_name", block + "attn.hook_z");
      metadata.put("reshape_activations", "hook_z");
    }
    if (facts.containsKey("layer")) {
      metadata.put("layer", Long.parseLong(String.valueOf(facts.get("layer"))));
    }
  }

  private static void putIfKnown(
      Map<String, Object> metadata, String key, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      metadata.put(key, value);
    }
  }
}
