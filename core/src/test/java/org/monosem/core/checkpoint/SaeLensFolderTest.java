package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

class SaeLensFolderTest {
  private static final int D_IN = 3;
  private static final int D_SAE = 5;

  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "relu, AUTOENCODER, standard, W_dec W_enc b_dec b_enc",
    "topk, AUTOENCODER, topk, W_dec W_enc b_dec b_enc",
    "jumprelu, AUTOENCODER, jumprelu, W_dec W_enc b_dec b_enc threshold",
    "gated, AUTOENCODER, gated, W_dec W_enc b_dec b_gate b_mag r_mag",
    "relu, TRANSCODER, transcoder, W_dec W_enc b_dec b_enc",
    "relu, SKIP_TRANSCODER, skip_transcoder, W_dec W_enc W_skip b_dec b_enc",
    "jumprelu, TRANSCODER, jumprelu_transcoder, W_dec W_enc b_dec b_enc threshold",
    "jumprelu, SKIP_TRANSCODER, jumprelu_skip_transcoder,"
        + " W_dec W_enc W_skip b_dec b_enc threshold",
    "topk, SKIP_TRANSCODER, topk_skip_transcoder, W_dec W_enc W_skip b_dec b_enc",
    "gated, TRANSCODER, gated_transcoder, W_dec W_enc b_dec b_gate b_mag r_mag",
  })
  void writesWhatSaeLensReads(
      String activation, DictionaryKind kind, String architecture, String tensors) {
    SaeLensFolder.write(folder, ones(config(activation, kind)));
    Map<String, Object> json = StrictJson.readObject(folder.resolve("cfg.json"));
    Map<String, Object> expected = new TreeMap<>();
    expected.put("architecture", architecture);
    expected.put("d_in", 3L);
    expected.put("d_sae", 5L);
    expected.put("dtype", "float32");
    expected.put("device", "cpu");
    expected.put("apply_b_dec_to_input", kind == DictionaryKind.AUTOENCODER);
    expected.put("normalize_activations", "none");
    expected.put("reshape_activations", "none");
    expected.put("metadata", Map.of("sae_lens_version", "6.18.0"));
    if (kind != DictionaryKind.AUTOENCODER) {
      expected.put("d_out", 2L);
    }
    if (activation.equals("topk")) {
      expected.put("k", 2L);
      expected.put("rescale_acts_by_decoder_norm", false);
    }
    assertThat(json).isEqualTo(expected);
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("sae_weights.safetensors"))) {
      assertThat(file.names()).containsExactlyInAnyOrder(tensors.split(" "));
      assertThat(file.info("W_enc").shape()).containsExactly(3L, 5L);
    }
  }

  @Test
  void metadataOfOlderVersionsDoesNotMakeTheFolderOlder() {
    DictionaryConfig config =
        config("relu", DictionaryKind.AUTOENCODER)
            .withMetadata("sae_lens_version", "5.3.0")
            .withMetadata("reshape_activations", "hook_z");
    SaeLensFolder.write(folder, ones(config));
    Map<String, Object> json = StrictJson.readObject(folder.resolve("cfg.json"));
    assertThat(json)
        .containsEntry("metadata", Map.of("sae_lens_version", "6.18.0"))
        .containsEntry("reshape_activations", "hook_z");
    assertThat(SaeLensFolder.read(folder, manager).config().metadata())
        .containsEntry("reshape_activations", "hook_z");
  }

  @Test
  void frequenciesAreWrittenAsLogarithmsAndDoNotOutliveTheirDictionary() {
    DictionaryCheckpoint dictionary = ones(config("relu", DictionaryKind.AUTOENCODER));
    SaeLensFolder.write(folder, dictionary, new double[] {0, 1, 0.1, 0.5, 1e-10});
    Path file = folder.resolve("sparsity.safetensors");
    try (SafetensorsFile sparsity = SafetensorsFile.open(file)) {
      assertThat(sparsity.info("sparsity").type()).isEqualTo(ElementType.F32);
      // numpy: np.log10(np.array([0, 1, 0.1, 0.5, 1e-10]) + 1e-10)
      assertThat(sparsity.readFloats("sparsity"))
          .containsExactly(new float[] {-10, 0, -1, -0.30103f, -9.69897f}, within(1e-5f));
    }
    SaeLensFolder.write(folder, dictionary);
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> SaeLensFolder.write(folder, dictionary, new double[4]))
        .hasMessage("frequencies: expected dSae=5 values, got 4");
    double[] wrong = {0, 0, 2, Double.NaN, 0};
    assertThatThrownBy(() -> SaeLensFolder.write(folder, dictionary, wrong))
        .hasMessage("frequencies: feature 2: expected 0 to 1, got 2.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temporal",
        "matching_pursuit",
        "abstopk",
        "clt",
        "cross_layer_transcoder",
        "Standard"
      })
  void otherArchitecturesAreRefusedByName(String architecture) {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    replace("\"standard\"", "\"" + architecture + "\"");
    refuses(", \"architecture\": this version reads [standard, topk, jumprelu, gated, batchtopk,");
    refuses("got \"" + architecture + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"covariance_whitening", "constant_scalar_rescale", "NONE"})
  void otherNormalisationsAreRefusedByName(String normalisation) {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    replace(
        "\"normalize_activations\": \"none\"",
        "\"normalize_activations\": \"" + normalisation + "\"");
    refuses(
        "\"normalize_activations\": this version reads [none, constant_norm_rescale, layer_norm]"
            + " and expected_average_only_in, got \""
            + normalisation);
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedWithItsPlace() {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.TRANSCODER)));
    String good = text();
    replace("\"apply_b_dec_to_input\": false", "\"apply_b_dec_to_input\": true");
    refuses("cfg.json: dictionary: a transcoder's bDec is of another hook");
    write(good.replace("\"d_out\": 2,", ""));
    refuses("\"d_out\": expected a whole number, got nothing");
    write(good.replace("\"reshape_activations\": \"none\"", "\"reshape_activations\": \"x\""));
    refuses("\"reshape_activations\": this version reads none and hook_z, got \"x\"");
    write(good.replace("\"d_in\": 3,", "\"d_in\": 3, \"activation_fn\": \"tanh-relu\","));
    refuses("\"activation_fn\": such a dictionary has \"relu\", got \"tanh-relu\"");
    write(good.replace("\"d_in\": 3,", "\"d_in\": 3, \"rescale_acts_by_decoder_norm\": true,"));
    refuses("\"rescale_acts_by_decoder_norm\": of TopK and BatchTopK dictionaries only");
  }

  @Test
  void aMissingTensorAndOneTooManyAreRefusedByName() {
    SaeLensFolder.write(folder, ones(config("jumprelu", DictionaryKind.AUTOENCODER)));
    String config = text();
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    String standard = text();
    write(config);
    refuses("tensor \"threshold\" must be there");
    SaeLensFolder.write(folder, ones(config("jumprelu", DictionaryKind.AUTOENCODER)));
    write(standard);
    refuses("tensor threshold: expected none in a standard, got one");
    write(standard.replace("\"standard\"", "\"batchtopk\""));
    refuses("tensor \"topk_threshold\" must be there");
    write(standard.replace("\"standard\"", "\"gated\""));
    refuses("tensor \"b_gate\" must be there");
    write(
        standard
            .replace("\"standard\"", "\"skip_transcoder\"")
            .replace("\"d_in\"", "\"d_out\": 3, \"d_in\"")
            .replace("\"apply_b_dec_to_input\": true", "\"apply_b_dec_to_input\": false"));
    refuses("tensor \"W_skip\" must be there");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aThresholdThatWasNeverEstimatedIsRefused(double threshold) {
    batchTopK(List.of(), threshold);
    refuses(
        "tensor topk_threshold: expected an estimate made in training, positive, got "
            + (float) threshold);
  }

  @Test
  void tensorsOfOtherShapesAndTypesAreRefused() {
    batchTopK(List.of(1L), 0.5);
    refuses("tensor topk_threshold: expected shape [], got [1]");
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    common().add("b_enc", ElementType.I64, List.of(5L), new long[5]).write(weights());
    refuses("tensor b_enc: expected floating-point numbers, got I64");
  }

  @Test
  void aFineTunedFactorNeedsTheConfigurationToSaySo() {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    common()
        .add("b_enc", ElementType.F32, List.of(5L), new float[5])
        .add("scaling_factor", ElementType.F32, List.of(5L), new float[] {1, 1, 2, 1, 1})
        .write(weights());
    refuses("tensor scaling_factor: expected ones, as cfg.json has no");
    replace("\"d_in\"", "\"finetuning_scaling_factor\": true, \"d_in\"");
    assertThat(SaeLensFolder.read(folder, manager).wDec().toFloatArray())
        .containsExactly(1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void aCheckpointOfTrainingNeedsItsScale() throws IOException {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    replace(
        "\"normalize_activations\": \"none\"",
        "\"normalize_activations\": \"expected_average_only_in\"");
    assertThat(SaeLensFolder.read(folder, manager).wEnc().toFloatArray()).containsOnly(1);
    replace("\"d_in\"", "\"decoder_init_norm\": 0.1, \"d_in\"");
    refuses(
        "cfg.json: a checkpoint of training with expected_average_only_in needs its scale, but"
            + " there is no activation_scaler.json");
    Path scaler = folder.resolve("activation_scaler.json");
    Files.writeString(scaler, "{\"scaling_factor\": null}");
    refuses("\"scaling_factor\": expected a number, got null");
    Files.writeString(scaler, "{\"scaling_factor\": 0}");
    refuses("\"scaling_factor\": expected a positive finite number, got 0.0");
    Files.writeString(scaler, "{\"scaling_factor\": 2, \"has_whitening\": true}");
    refuses("\"has_whitening\": this version reads no whitened dictionaries");
    Files.writeString(scaler, "{\"scaling_factor\": 2, \"has_whitening\": false}");
    assertThat(SaeLensFolder.read(folder, manager).wEnc().toFloatArray()).containsOnly(2);
  }

  @Test
  void flatTopKWithoutItsSizeIsRefused() {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    write("{\"d_in\": 3, \"d_sae\": 5, \"activation_fn_str\": \"topk\"}");
    refuses("\"activation_fn_kwargs\": expected an object, got nothing");
    write("{\"d_in\": 3, \"d_sae\": 5, \"normalize_activations\": null}");
    assertThat(SaeLensFolder.read(folder, manager).config().applyDecoderBiasToInput()).isTrue();
  }

  private void refuses(String message) {
    int before = manager.getManagedArrays().size();
    assertThatThrownBy(() -> SaeLensFolder.read(folder, manager)).hasMessageContaining(message);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  private void batchTopK(List<Long> shape, double threshold) {
    SaeLensFolder.write(folder, ones(config("relu", DictionaryKind.AUTOENCODER)));
    replace("\"standard\"", "\"batchtopk\"");
    common()
        .add("b_enc", ElementType.F32, List.of(5L), new float[5])
        .add("topk_threshold", ElementType.F64, shape, new double[] {threshold})
        .write(weights());
  }

  private static SafetensorsWriter common() {
    float[] ones = new float[D_IN * D_SAE];
    java.util.Arrays.fill(ones, 1);
    return SafetensorsWriter.create()
        .add("W_enc", ElementType.F32, List.of(3L, 5L), ones)
        .add("W_dec", ElementType.F32, List.of(5L, 3L), ones)
        .add("b_dec", ElementType.F32, List.of(3L), new float[3]);
  }

  private static DictionaryConfig config(String activation, DictionaryKind kind) {
    DictionaryConfig config =
        switch (activation) {
          case "topk" -> DictionaryConfig.topK(D_IN, D_SAE, 2, true);
          case "jumprelu" -> DictionaryConfig.jumpRelu(D_IN, D_SAE, true);
          case "gated" -> DictionaryConfig.gated(D_IN, D_SAE, true);
          default -> DictionaryConfig.relu(D_IN, D_SAE, true);
        };
    return kind == DictionaryKind.AUTOENCODER ? config : config.asTranscoder(kind, 2);
  }

  private DictionaryCheckpoint ones(DictionaryConfig config) {
    ExtraWeights extra = ExtraWeights.none();
    for (Map.Entry<String, Shape> one : config.extraShapes().entrySet()) {
      extra = extra.and(one.getKey(), manager.ones(one.getValue()));
    }
    return new DictionaryCheckpoint(
        config,
        manager.ones(new Shape(D_SAE, D_IN)),
        manager.ones(new Shape(D_SAE)),
        manager.ones(new Shape(D_SAE, config.dOut())),
        manager.ones(new Shape(config.dOut())),
        extra);
  }

  private Path weights() {
    return folder.resolve("sae_weights.safetensors");
  }

  private void replace(String text, String by) {
    assertThat(text()).contains(text);
    write(text().replace(text, by));
  }

  private String text() {
    try {
      return Files.readString(folder.resolve("cfg.json"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void write(String text) {
    try {
      Files.write(folder.resolve("cfg.json"), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
