package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.ForeignFile.RawTensor;

/** What is well-formed and still not read says why. */
class ForeignRefusalTest {
  @TempDir Path folder;

  private ForeignCase copy(String name) throws IOException {
    ForeignCase original = ForeignCase.of(name);
    try (Stream<Path> files = Files.walk(original.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(original.folder().relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
    return new ForeignCase(name, folder);
  }

  private static void assertRefused(ForeignCase one, String message) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      assertThatThrownBy(() -> one.load(manager))
          .hasMessageContaining(one.folder().toString())
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dl_auto_encoder | trainer_0/config.json | "AutoEncoder" | "IdentityDict" | it has no features to read, got IdentityDict
          dl_auto_encoder | trainer_0/config.json | "AutoEncoder" | "CrossCoder"   | this version reads [AutoEncoder, AutoEncoderNew, GatedAutoEncoder
          dl_auto_encoder | trainer_0/config.json | "dict_size": 17 | "dict_size": 18 | tensor encoder.weight: expected shape [18, 6], got [17, 6]
          dl_top_k_old    | trainer_0/config.json | "k": 4 | "k_": 4 | "k": expected a whole number, got nothing
          dl_top_k        | trainer_0/config.json | "k": 4 | "k": 5  | tensor k: expected k=5 of config.json, got 4
          sparsify_first  | layers.5/cfg.json | "k": 4 | "k": 4, "signed": true | "signed": this version reads dictionaries of positive features
          sparsify_first  | layers.5/cfg.json | "k": 4 | "k": 4, "activation": "groupmax" | "activation": this version reads "topk", got groupmax
          sparsify_first  | layers.5/cfg.json | "k": 4 | "k": 4, "transcode": true | "skip_connection": expected true or false, got nothing
          sparsify_first  | layers.5/cfg.json | "k": 4 | "k": 99 | k must be at most dSae=17, got k=99
          scope    | Llama3_1-8B-Base-L8R-8x/hyperparams.json | "use_glu_encoder": false | "use_glu_encoder": true | this version reads no encoders with a gated linear unit
          scope    | Llama3_1-8B-Base-L8R-8x/hyperparams.json | dataset-wise | batch-wise | this version reads [dataset-wise, inference, token-wise], got batch-wise
          scope    | Llama3_1-8B-Base-L8R-8x/hyperparams.json | "jump_relu_threshold": 0.4 | "jump_relu_threshold": -0.4 | expected a finite number from 0 on, got -0.4
          scopium  | L8R/config.json | "sae_type": "sae" | "sae_type": "clt" | "sae_type": this version reads "sae", got clt
          scopium  | L8R/config.json | "act_fn": "jumprelu" | "act_fn": "batchtopk" | "act_fn": this version reads [jumprelu, relu, topk], got batchtopk
          gemma2_sae | resid_post_all/layer_17_width_16k_l0_small/config.json | jump_relu | relu | "architecture": this version reads "jump_relu", got relu
          gemma2_sae | resid_post_all/layer_17_width_16k_l0_small/config.json | "type": "sae" | "type": "crosscoder" | "type": this version reads "sae" and "transcoder", got crosscoder
          gemma2_sae | resid_post_all/layer_17_width_16k_l0_small/config.json | "width": 17 | "width": 16 | tensor w_enc: expected width=16 features of config.json, got 17
          gemma2_sae | resid_post_all/layer_17_width_16k_l0_small/config.json | "affine_connection": false | "affine_connection": true | "affine_connection": this version reads it in transcoders only
          gemma2_sae | resid_post_all/layer_17_width_16k_l0_small/config.json | "hf_hook_point_out": "model.layers.17.output" | "hf_hook_point_out": "model.layers.18.output" | "hf_hook_point_out": expected an autoencoder's hook, model.layers.17.output, got model.layers.18.output
          gemma2_sae | resid_post_all/layer_17_width_16k_l0_small/config.json | "affine_connection" | "affine" | "affine_connection": expected true or false, got nothing
          gemma2_affine | transcoder_all/layer_17_width_16k_l0_small_affine/config.json | "affine_connection": true | "affine_connection": false | tensor affine_skip_connection: expected no such entry in a Gemma Scope 2 dictionary
          gemma2_transcoder | transcoder/layer_17_width_16k_l0_small/config.json | "affine_connection": false | "affine_connection": true | tensor affine_skip_connection: expected it to be there
          one_layer | 25_cfg.json | "dict_mult": 3 | "dict_mult": 2 | tensor W_enc: expected shape [6, 12], got [6, 18]
          """)
  void configurations(String name, String file, String text, String other, String message)
      throws IOException {
    ForeignCase one = copy(name);
    Path config = folder.resolve(file);
    String good = Files.readString(config);
    Files.writeString(config, good.replace(text, other));
    assertRefused(one, message);
  }

  @Test
  void aThresholdThatWasNeverSetIsNoThreshold() throws IOException {
    for (String name : List.of("dl_batch_top_k", "dl_matryoshka")) {
      ForeignCase one = copy(name);
      change("trainer_0/ae.pt", "threshold", new RawTensor(true, List.of(), new double[] {-1}));
      assertRefused(
          one,
          "trainer_0/ae.pt, tensor threshold: expected one that was estimated in training, from 0"
              + " on; -1 says that training ended before threshold_start_step, got -1.0");
      Files.delete(folder.resolve("trainer_0/ae.pt"));
      Files.delete(folder.resolve("trainer_0/config.json"));
      Files.delete(folder.resolve("case.json"));
      Files.delete(folder.resolve("expected.safetensors"));
    }
  }

  @Test
  void otherNonLinearitiesOfOpenAiAreRefused() throws IOException {
    String path = "gpt2-small/resid_post_mlp_v5_32k/autoencoders/8.pt";
    ForeignCase one = copy("openai_top_k");
    change(path, "activation_state_dict", Map.of("k", 4L, "postact_fn", "Identity"));
    assertRefused(one, "entry activation_state_dict.postact_fn: this version reads ReLU");
    change(path, "activation_state_dict", Map.of("postact_fn", "ReLU"));
    assertRefused(one, "entry activation_state_dict.k: expected it to be there");
    change(path, "activation", "Identity");
    assertRefused(one, "entry activation: this version reads ReLU and TopK, got Identity");
  }

  @Test
  void aTiedDecoderIsTheEncoder() throws IOException {
    String path = "gpt2-small/resid_delta_attn/autoencoders/3.pt";
    ForeignCase one = copy("openai_tied");
    change(path, "decoder.linear.weight", new RawTensor(true, List.of(17L, 6L), new double[102]));
    assertRefused(
        one, "tensor decoder.linear.weight: expected the numbers of encoder.weight, which it ties");
  }

  @Test
  void unfinishedWeightsOfSaeLensAreRefused() throws IOException {
    ForeignCase one = copy("gemma_res");
    Path saved = folder.resolve("saved");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      try (SparseAutoencoder dictionary = one.load(manager)) {
        dictionary.save(saved);
      }
      change("saved/sae_weights.safetensors", "b_enc", nan(17));
      assertThatThrownBy(() -> SparseAutoencoder.load(saved, manager))
          .hasMessageEndingWith(
              "sae_weights.safetensors, tensor b_enc: expected finite numbers, got NaN or infinity");
    }
  }

  private static RawTensor nan(int length) {
    double[] values = new double[length];
    values[length - 1] = Double.NaN;
    return new RawTensor(true, List.of((long) length), values);
  }

  private void change(String path, String key, Object value) {
    ForeignFile file = ForeignFile.read(folder.resolve(path));
    Map<String, Object> entries = new LinkedHashMap<>(file.entries());
    entries.put(key, value);
    file.write(entries);
  }
}
