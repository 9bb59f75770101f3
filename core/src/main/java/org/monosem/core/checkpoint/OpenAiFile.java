package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.monosem.core.activation.ActivationFunction;
import org.monosem.core.activation.TopK;
import org.monosem.core.pickle.TorchDict;
import org.monosem.core.tensor.TensorFileException;

/**
 * openai/sparse_autoencoder's {@code .pt}: {@code pre_bias [dIn]}, subtracted before and added
 * after, {@code encoder.weight [dSae, dIn]}, {@code latent_bias [dSae]}, {@code decoder.weight
 * [dIn, dSae]}, counters of training, and what the non-linearity is in plain entries. A tied
 * decoder, the encoder's transpose, stands there as {@code decoder.linear.weight [dSae, dIn]}, the
 * encoder's weight once more; one that differs from it is refused.
 *
 * <ul>
 *   <li>{@code activation} {@code ReLU}, or neither it nor {@code activation_state_dict}, as in the
 *       first files, which the format defines to mean ReLU: rows as they are;
 *   <li>{@code TopK}, with {@code k} and {@code postact_fn} in {@code activation_state_dict}: rows
 *       are layer-normalised first, as that library does for TopK and for nothing else.
 * </ul>
 */
final class OpenAiFile {
  private static final String ACTIVATION = "activation";
  private static final String DECODER = "decoder.weight";
  private static final String TIED = "decoder.linear.weight";
  private static final String STATE = "activation_state_dict";

  /** The library's names of places, and TransformerLens's. */
  private static final Map<String, String> HOOKS =
      Map.of(
          "mlp_post_act", "mlp.hook_post",
          "resid_delta_attn", "hook_attn_out",
          "resid_post_attn", "hook_resid_mid",
          "resid_delta_mlp", "hook_mlp_out",
          "resid_post_mlp", "hook_resid_post");

  private static final Pattern PLACE =
      Pattern.compile(
          "(?:^|/)(?<model>[^/]+)/(?<location>mlp_post_act|resid_delta_attn|resid_post_attn"
              + "|resid_delta_mlp|resid_post_mlp)(?:_v[0-9][^/]*)?/autoencoders/"
              + "(?<layer>[0-9]{1,4})\\.pt$");

  private OpenAiFile() {}

  static boolean isAt(DictionaryPlace place) {
    if (!place.isFile(".pt") || OneLayerFile.isAt(place) || DictionaryLearningFolder.isAt(place)) {
      return false;
    }
    try (TorchTensors file = TorchTensors.open(place.path())) {
      return file.entries().has("pre_bias") || file.entries().has("latent_bias");
    }
  }

  static DictionaryCheckpoint read(DictionaryPlace place, NDManager manager) {
    try (TorchTensors source = TorchTensors.open(place.path());
        NDManager scope = manager.newSubManager()) {
      ActivationFunction activation = activation(source.entries(), place.path());
      ForeignWeights weights = new ForeignWeights(source, scope);
      DictionaryCheckpoint dictionary = read(weights, activation, metadata(place));
      return dictionary.attachTo(manager);
    }
  }

  private static DictionaryCheckpoint read(
      ForeignWeights weights, ActivationFunction activation, Map<String, Object> metadata) {
    ForeignWeights.Sizes encoder = weights.sizes("encoder.weight");
    int dSae = encoder.rows();
    int dIn = encoder.columns();
    boolean normalised = activation instanceof TopK;
    DictionaryConfig config =
        DictionaryConfig.of(dIn, dSae, activation, true)
            .withMetadata(metadata)
            .withInputNormalisation(
                normalised ? InputNormalisation.LAYER_NORM : InputNormalisation.NONE);
    NDArray encoderWeight = weights.matrix("encoder.weight", dSae, dIn);
    DictionaryCheckpoint dictionary =
        new DictionaryCheckpoint(
            config,
            encoderWeight,
            weights.vector("latent_bias", dSae),
            decoder(weights, encoderWeight),
            weights.vector("pre_bias", dIn));
    weights.ignore("stats_last_nonzero", "latents_activation_frequency", "latents_mean_square");
    weights.ignore(ACTIVATION, STATE);
    weights.refuseUnread("an OpenAI autoencoder");
    return dictionary;
  }

  /** Returns the decoder as {@code [dSae, dIn]}, checked against the encoder where it is tied. */
  private static NDArray decoder(ForeignWeights weights, NDArray encoder) {
    long dSae = encoder.getShape().get(0);
    long dIn = encoder.getShape().get(1);
    if (weights.has(DECODER)) {
      return weights.transposed(DECODER, dIn, dSae);
    }
    if (!weights.has(TIED)) {
      throw weights.wrong(DECODER, "expected it or " + TIED + " to be there", "neither");
    }
    NDArray tied = weights.matrix(TIED, dSae, dIn);
    if (!tied.contentEquals(encoder)) {
      throw weights.wrong(TIED, "expected the numbers of encoder.weight, which it ties", "others");
    }
    return tied;
  }

  private static ActivationFunction activation(TorchDict entries, Path path) {
    if (!entries.has(ACTIVATION) && !entries.has(STATE)) {
      return ActivationFunction.relu();
    }
    String name = entries.get(ACTIVATION).text();
    return switch (name) {
      case "ReLU" -> ActivationFunction.relu();
      case "TopK" -> topK(entries.get(STATE).dict(), path);
      default ->
          throw new TensorFileException(
              path,
              "entry activation: this version reads ReLU and TopK, got "
                  + TensorFileException.shown(name));
    };
  }

  private static ActivationFunction topK(TorchDict state, Path path) {
    String after = state.get("postact_fn").text();
    if (!after.equals("ReLU")) {
      throw new TensorFileException(
          path,
          "entry activation_state_dict.postact_fn: this version reads ReLU, got "
              + TensorFileException.shown(after));
    }
    long k = state.get("k").integer();
    if (k < 1 || k > Integer.MAX_VALUE) {
      throw new TensorFileException(
          path, "entry activation_state_dict.k: expected a whole number from 1 on, got " + k);
    }
    return ActivationFunction.topK((int) k);
  }

  private static Map<String, Object> metadata(DictionaryPlace place) {
    Map<String, Object> metadata = place.origin(DictionaryFormat.OPENAI);
    Map<String, String> found = place.find(PLACE, "model", "location", "layer");
    found.forEach(
        (group, value) -> {
          switch (group) {
            case "model" -> metadata.put("model_name", value);
            case "layer" -> metadata.put("layer", Long.parseLong(value));
            default ->
                metadata.put("hook_name", "blocks." + found.get("layer") + "." + HOOKS.get(value));
          }
        });
    return metadata;
  }
}
