package org.monosem.core.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.activation.TopK;
import org.monosem.core.checkpoint.DictionaryLearningClass.Names;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsWriter;

/** Writes {@code ae.safetensors} and {@code config.json}; see {@link DictionaryLearningFolder}. */
final class DictionaryLearningWriter {
  private final DictionaryLearningClass type;
  private final DictionaryCheckpoint dictionary;
  private final ElementType element;
  private final SafetensorsWriter file = SafetensorsWriter.create().metadata("format", "pt");

  private DictionaryLearningWriter(
      DictionaryLearningClass type, DictionaryCheckpoint dictionary, ElementType element) {
    this.type = type;
    this.dictionary = dictionary;
    this.element = element;
  }

  static void write(Path folder, DictionaryCheckpoint dictionary, ElementType element) {
    requireAutoencoder(dictionary.config());
    DictionaryLearningClass type = DictionaryLearningClass.of(dictionary.config());
    try (NDManager scope = dictionary.wEnc().getManager().newSubManager()) {
      DictionaryCheckpoint fitted = fitted(type, dictionary, scope);
      new DictionaryLearningWriter(type, fitted, element).write(folder, scope);
    }
    String text = StrictJson.write(config(type, dictionary.config()));
    AtomicFile.writeString(folder.resolve(DictionaryLearningFolder.CONFIG_FILE), text);
  }

  private static void requireAutoencoder(DictionaryConfig config) {
    if (config.kind() != DictionaryKind.AUTOENCODER) {
      throw new IllegalArgumentException(
          "dictionary-learning: expected an autoencoder, got a " + config.kind());
    }
    if (config.inputNormalisation() != InputNormalisation.NONE) {
      throw new IllegalArgumentException(
          "dictionary-learning: expected a dictionary of rows as they are, got one of rows"
              + " normalised by "
              + config.inputNormalisation());
    }
  }

  /** Subtracts from the input, or not, as the class does. */
  private static DictionaryCheckpoint fitted(
      DictionaryLearningClass type, DictionaryCheckpoint dictionary, NDManager scope) {
    if (type.subtracts() == dictionary.config().applyDecoderBiasToInput()) {
      return dictionary;
    }
    DictionaryCheckpoint copy = dictionary.withBiasesCopiedTo(scope);
    Folding.moveDecoderBias(copy, type.subtracts() ? 1 : -1);
    return copy;
  }

  private void write(Path folder, NDManager scope) {
    if (type.names() == Names.LAYERS) {
      addLayers(scope);
    } else {
      add("W_enc", SaeLensWeights.transposed(dictionary.wEnc(), scope));
      add("b_enc", dictionary.bEnc());
      add("W_dec", dictionary.wDec());
      add("threshold", dictionary.extra().get(ExtraWeights.THRESHOLD));
    }
    add(type.decoderBias(), dictionary.bDec());
    file.write(folder.resolve(DictionaryLearningFolder.WEIGHTS_FILE));
  }

  private void addLayers(NDManager scope) {
    add("encoder.weight", dictionary.wEnc());
    add("decoder.weight", SaeLensWeights.transposed(dictionary.wDec(), scope));
    if (type == DictionaryLearningClass.GATED) {
      add("gate_bias", dictionary.bEnc());
      add("r_mag", dictionary.extra().get(ExtraWeights.R_MAG));
      add("mag_bias", dictionary.extra().get(ExtraWeights.B_MAG));
    } else {
      add("encoder.bias", dictionary.bEnc());
    }
    if (dictionary.config().activation() instanceof TopK topK) {
      file.add("k", ElementType.I32, List.of(), new long[] {topK.k()});
      file.add("threshold", ElementType.F32, List.of(), new float[] {-1});
    }
  }

  private void add(String name, NDArray array) {
    file.add(name, element, FiniteNumbers.requireFit(name, element, array));
  }

  private static Map<String, Object> config(DictionaryLearningClass type, DictionaryConfig config) {
    Map<String, Object> trainer = new LinkedHashMap<>();
    trainer.put("dict_class", type.text());
    trainer.put("activation_dim", config.dIn());
    trainer.put("dict_size", config.dSae());
    if (config.activation() instanceof TopK topK) {
      trainer.put("k", topK.k());
    }
    putIfKnown(trainer, "layer", config.metadata().get("layer"));
    putIfKnown(trainer, "lm_name", config.metadata().get("model_name"));
    putIfKnown(trainer, "submodule_name", config.metadata().get("hook_name"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("trainer", trainer);
    json.put("buffer", Map.of("io", "out"));
    json.put("metadata", config.metadata());
    return json;
  }

  private static void putIfKnown(
      Map<String, Object> trainer, String key, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      trainer.put(key, value);
    }
  }
}
