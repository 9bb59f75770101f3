package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.safetensors.ElementType;

/** Dictionaries of other libraries give what those libraries' equations give. */
class ForeignFormatsTest {
  private NDManager manager;

  static List<String> names() {
    return ForeignCase.names();
  }

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithPlainPython(String name) {
    ForeignCase one = ForeignCase.of(name);
    int held = manager.getManagedArrays().size();
    try (SparseAutoencoder dictionary = one.load(manager)) {
      one.assertAgrees(dictionary, manager);
    }
    assertThat(manager.getManagedArrays()).hasSize(held);
  }

  @ParameterizedTest
  @MethodSource("names")
  void isRecognisedAndRemembersWhereItCameFrom(String name) {
    ForeignCase one = ForeignCase.of(name);
    assertThat(DictionaryFormat.of(one.path())).hasToString(one.format());
    assertThat(DictionaryFormat.isDictionary(one.path())).isTrue();
    try (SparseAutoencoder dictionary = one.load(manager)) {
      assertThat(dictionary.config().metadata()).containsEntry("source_format", one.format());
      assertThat((String) dictionary.config().metadata().get("source_path"))
          .contains(one.path().getFileName().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void savedAsSaeLensItAgreesStill(String name, @TempDir Path folder) {
    ForeignCase one = ForeignCase.of(name);
    try (SparseAutoencoder dictionary = one.load(manager)) {
      dictionary.save(folder);
    }
    try (SparseAutoencoder again = SparseAutoencoder.load(folder, manager)) {
      one.assertAgrees(again, manager);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void savedAsDictionaryLearningItAgreesStill(String name, @TempDir Path folder) {
    try (SparseAutoencoder dictionary = ForeignCase.of(name).load(manager)) {
      DictionaryConfig config = dictionary.config();
      if (config.kind() == DictionaryKind.AUTOENCODER
          && config.inputNormalisation() == InputNormalisation.NONE) {
        DictionaryLearningFolder.write(folder, dictionary.checkpoint(), ElementType.F32);
        assertSame(dictionary, folder);
      } else {
        assertRefused(dictionary, folder);
      }
    }
  }

  /** Features of gated and JumpReLU dictionaries come back as those of decoder rows of norm one. */
  private void assertSame(SparseAutoencoder written, Path folder) {
    try (SparseAutoencoder again = SparseAutoencoder.load(folder, manager);
        NDManager scope = manager.newSubManager()) {
      String activation = written.config().activation().name();
      DictionaryCheckpoint weights = written.checkpoint();
      boolean scaled = activation.equals("gated") || activation.equals("jumprelu");
      DictionaryCheckpoint meant = scaled ? Folding.decoderNorms(weights, scope) : weights;
      NDArray x = scope.create(waves(9 * written.dIn()), new Shape(9, written.dIn()));
      try (SparseAutoencoder expected = SparseAutoencoder.of(scope, meant)) {
        assertClose(again.encodeDense(x), expected.encodeDense(x));
        assertClose(again.reconstruct(x), expected.reconstruct(x));
      }
      assertThat(again.config().metadata()).containsEntry("source_format", "dictionary-learning");
    }
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray(), within(2e-5f));
  }

  private static float[] waves(int count) {
    float[] waves = new float[count];
    for (int i = 0; i < count; i++) {
      waves[i] = (float) Math.sin(1.3 * i * i);
    }
    return waves;
  }

  private static void assertRefused(SparseAutoencoder dictionary, Path folder) {
    DictionaryCheckpoint weights = dictionary.checkpoint();
    assertThatThrownBy(() -> DictionaryLearningFolder.write(folder, weights, ElementType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dictionary-learning: expected ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void hooksAndModelsAreNamed() {
    assertThat(metadata("gemma_res"))
        .containsEntry("model_name", "gemma-2-2b")
        .containsEntry("hook_name", "blocks.20.hook_resid_post")
        .containsEntry("layer", 20L)
        .containsEntry("width", "16k")
        .containsEntry("average_l0", 71L);
    assertThat(metadata("gemma_att"))
        .containsEntry("model_name", "gemma-2-9b-it")
        .containsEntry("hook_name", "blocks.3.attn.hook_z")
        .containsEntry("reshape_activations", "hook_z");
    assertThat(metadata("gemma_transcoder"))
        .containsEntry("hook_name", "blocks.7.ln2.hook_normalized")
        .containsEntry("hook_name_out", "blocks.7.hook_mlp_out");
    assertThat(metadata("gemma_embedding")).containsEntry("hook_name", "hook_embed");
    assertThat(metadata("gemma_told")).doesNotContainKeys("hook_name", "model_name", "layer");
    assertThat(metadata("gemma2_sae"))
        .containsEntry("model_name", "google/gemma-3-1b-it")
        .containsEntry("hook_name", "blocks.17.hook_resid_post")
        .containsEntry("layer", 17L)
        .containsEntry("average_l0", 20.0)
        .doesNotContainKey("hook_name_out");
    assertThat(metadata("gemma2_attention"))
        .containsEntry("hook_name", "blocks.17.attn.hook_z")
        .containsEntry("reshape_activations", "hook_z");
    assertThat(metadata("gemma2_affine"))
        .containsEntry("hf_hook_point_in", "model.layers.17.pre_feedforward_layernorm.output")
        .containsEntry("hook_name_out", "blocks.17.hook_mlp_out")
        .doesNotContainKey("hook_name");
    assertThat(metadata("openai_relu"))
        .containsEntry("model_name", "gpt2-small")
        .containsEntry("hook_name", "blocks.5.mlp.hook_post");
    assertThat(metadata("openai_top_k")).containsEntry("hook_name", "blocks.8.hook_resid_post");
    assertThat(metadata("sparsify_first")).containsEntry("hook_name", "blocks.5.hook_resid_post");
    assertThat(metadata("sparsify_multiple")).containsEntry("hook_name", "blocks.5.hook_mlp_out");
    assertThat(metadata("sparsify_skip"))
        .containsEntry("module", "h.2.mlp")
        .doesNotContainKey("hook_name");
    assertThat(metadata("dl_gated"))
        .containsEntry("model_name", "EleutherAI/pythia-70m")
        .containsEntry("hook_name", "blocks.3.hook_resid_post")
        .containsEntry("layer", 3L)
        .containsEntry("context_size", 128L)
        .containsEntry("training_class", "GatedAutoEncoder");
    assertThat(metadata("scope_transcoder"))
        .containsEntry("model_name", "meta-llama/Llama-3.1-8B")
        .containsEntry("hook_name_out", "blocks.8.hook_mlp_out");
    assertThat(metadata("one_layer")).containsEntry("hook_name", "blocks.0.mlp.hook_post");
    assertThat(metadata("one_layer_z")).containsEntry("hook_name", "blocks.2.attn.hook_z");
  }

  private Map<String, Object> metadata(String name) {
    try (SparseAutoencoder dictionary = ForeignCase.of(name).load(manager)) {
      return dictionary.config().metadata();
    }
  }

  /** As the hub's own library keeps them: snapshots are links into a store of contents. */
  @Test
  void aSnapshotInTheHubsCacheLoads(@TempDir Path cache) throws IOException {
    ForeignCase one = ForeignCase.of("gemma_res");
    Path repository = cache.resolve("models--google--gemma-scope-2b-pt-res");
    Path blob = repository.resolve("blobs/0123abcd");
    Files.createDirectories(blob.getParent());
    Files.copy(one.path().resolve("params.npz"), blob);
    Path folder = repository.resolve("snapshots/fd57/layer_20/width_16k/average_l0_71");
    Files.createDirectories(folder);
    Path link = folder.resolve("params.npz");
    Files.createSymbolicLink(link, link.getParent().relativize(blob));
    for (Path path : List.of(folder, link)) {
      try (SparseAutoencoder dictionary = SparseAutoencoder.load(path, manager)) {
        one.assertAgrees(dictionary, manager);
        assertThat(dictionary.config().metadata())
            .containsEntry("source_repository", "google/gemma-scope-2b-pt-res")
            .containsEntry("source_revision", "fd57")
            .containsEntry("hook_name", "blocks.20.hook_resid_post");
      }
    }
  }

  @Test
  void nothingToReadIsSaidWithWhatWasLookedFor(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> DictionaryFormat.of(folder.resolve("absent")))
        .hasMessage(
            "no dictionary at " + folder.resolve("absent") + ": there is no such folder or file");
    assertThatThrownBy(() -> DictionaryFormat.of(folder))
        .hasMessageStartingWith(
            "no dictionary in " + folder + ": it holds no cfg.json + sae_weights.safetensors")
        .hasMessageContaining("no params.npz (gemma-scope)")
        .hasMessageContaining("no hyperparams.json + checkpoints/final.safetensors (llama-scope)");
    Path text = Files.writeString(folder.resolve("notes.txt"), "none");
    assertThatThrownBy(() -> DictionaryFormat.of(text))
        .hasMessageStartingWith("no dictionary in " + text + ": it is no ");
  }

  @Test
  void twoDictionariesInOneFolderAreRefused(@TempDir Path folder) throws IOException {
    for (String file : List.of("cfg.json", "sae_weights.safetensors", "sae.safetensors")) {
      Files.writeString(folder.resolve(file), "{}");
    }
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager))
        .hasMessageStartingWith("more than one dictionary in " + folder + ": it holds cfg.json")
        .hasMessageContaining("(saelens) and cfg.json + sae.safetensors (sparsify)");
  }
}
