package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.safetensors.SafetensorsFile;

/** Folders written by plain Python, and what plain PyTorch computes with them. */
class SaeLensFoldersTest extends DictionaryFixture {
  static List<String> folders() {
    try (Stream<Path> entries = Files.list(golden("jumprelu").getParent())) {
      return entries
          .filter(Files::isDirectory)
          .map(p -> p.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithPlainPyTorch(String name) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.load(golden(name), manager)) {
      assertAgrees(dictionary, golden(name));
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void savedAgainItAgreesStill(String name, @TempDir Path folder) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.load(golden(name), manager)) {
      dictionary.save(folder);
    }
    try (SparseAutoencoder again = SparseAutoencoder.load(folder, manager)) {
      assertAgrees(again, golden(name));
    }
  }

  @Test
  void whatTheModelWasIsKept() {
    assertThat(metadata("hook_z")).containsEntry("reshape_activations", "hook_z");
    assertThat(metadata("training_matryoshka"))
        .containsEntry("training_architecture", "matryoshka_batchtopk");
    assertThat(metadata("flat_topk"))
        .containsEntry("hook_name", "blocks.3.hook_resid_pre")
        .containsEntry("model_name", "toy")
        .containsEntry("prepend_bos", true)
        .containsEntry("lr", 0.0004)
        .doesNotContainKeys("activation_fn", "d_in", "hook_point", "device");
  }

  private Map<String, Object> metadata(String name) {
    try (SparseAutoencoder dictionary = SparseAutoencoder.load(golden(name), manager)) {
      return dictionary.config().metadata();
    }
  }

  private void assertAgrees(SparseAutoencoder dictionary, Path folder) {
    try (SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      NDArray x = expected.read(manager, "x");
      assertClose(dictionary.encodeDense(x), expected.readFloats("features"));
      assertClose(dictionary.reconstruct(x), expected.readFloats("reconstruction"));
    }
  }

  /** Within 1e-5 of one, or of the largest number: raw rows of a scaled training are large. */
  private static void assertClose(NDArray actual, float[] expected) {
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual.toFloatArray()).containsExactly(expected, within(1e-5f * largest));
  }

  private static Path golden(String name) {
    try {
      return Path.of(SaeLensFoldersTest.class.getResource("saelens/" + name + "/cfg.json").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
