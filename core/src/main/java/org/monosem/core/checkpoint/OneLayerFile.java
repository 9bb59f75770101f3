package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.monosem.core.json.JsonObject;

/**
 * Neel Nanda's one-layer autoencoders, and others trained with that code: a state dict {@code N.pt}
 * of {@code W_enc [dIn, dSae]}, {@code b_enc [dSae]}, {@code W_dec [dSae, dIn]}, {@code b_dec
 * [dIn]}, ReLU, {@code b_dec} subtracted before; beside it {@code N_cfg.json} with {@code d_mlp} or
 * {@code act_size}, and {@code dict_mult} or {@code dict_size}.
 */
final class OneLayerFile {
  private static final String SUFFIX = ".pt";
  private static final String WHAT = "a one-layer autoencoder";

  private OneLayerFile() {}

  static boolean isAt(DictionaryPlace place) {
    return place.isFile(SUFFIX) && new DictionaryPlace(config(place)).isFile();
  }

  private static Path config(DictionaryPlace place) {
    String name = String.valueOf(place.path().getFileName());
    return place
        .path()
        .resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + "_cfg.json");
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    JsonObject json = DictionaryPlace.json(config(place));
    int dIn = json.integer(json.has("act_size") ? "act_size" : "d_mlp", 1, Integer.MAX_VALUE);
    int dSae = dSae(json, dIn);
    try (TensorSource source = TorchTensors.open(place.path());
        NDManager scope = manager.newSubManager()) {
      ForeignWeights weights = new ForeignWeights(source, scope);
      DictionaryCheckpoint dictionary =
          new DictionaryCheckpoint(
              DictionaryConfig.relu(dIn, dSae, true).withMetadata(metadata(place, json)),
              weights.transposed("W_enc", dIn, dSae),
              weights.vector("b_enc", dSae),
              weights.matrix("W_dec", dSae, dIn),
              weights.vector("b_dec", dIn));
      weights.refuseUnread(WHAT);
      return dictionary.attachTo(manager);
    }
  }

  private static int dSae(JsonObject json, int dIn) {
    if (json.has("dict_size")) {
      return json.integer("dict_size", 1, Integer.MAX_VALUE);
    }
    long dSae = (long) dIn * json.integer("dict_mult", 1, Integer.MAX_VALUE);
    if (dSae > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          json.where() + ", \"dict_mult\": expected at most 2^31-1 features, got " + dSae);
    }
    return (int) dSae;
  }

  private static Map<String, Object> metadata(DictionaryPlace place, JsonObject json) {
    Map<String, Object> metadata = place.origin(DictionaryFormat.ONE_LAYER);
    if (json.has("model_name")) {
      metadata.put("model_name", json.text("model_name"));
    }
    if (json.has("act_name")) {
      metadata.put("hook_name", json.text("act_name"));
    } else if (json.has("d_mlp")) {
      // The published ones: all of the MLP of a model of one layer.
      metadata.put("hook_name", "blocks.0.mlp.hook_post");
    }
    metadata.put("training_config", json.values());
    return metadata;
  }
}
