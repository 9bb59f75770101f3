package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.json.MalformedJsonException;
import org.monosem.core.safetensors.SafetensorsException;
import org.monosem.core.safetensors.SafetensorsFile;

class SparseAutoencoderTest extends DictionaryFixture {
  @ParameterizedTest
  @ValueSource(strings = {"pre_bias", "free", "topk"})
  void agreesWithPlainPyTorch(String name) {
    Path folder = golden(name);
    try (SparseAutoencoder dictionary = SparseAutoencoder.load(folder, manager);
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      NDArray x = expected.read(manager, "x");
      float[] features = expected.readFloats("features");
      float[] reconstruction = expected.readFloats("reconstruction");
      assertClose(dictionary.encodeDense(x).toFloatArray(), features, 1e-5f);
      assertClose(
          dictionary.decode(dictionary.encodeDense(x)).toFloatArray(), reconstruction, 1e-5f);
      assertClose(dictionary.reconstruct(x).toFloatArray(), reconstruction, 1e-5f);
      FeatureActivations sparse = dictionary.encode(x);
      for (int r = 0; r < sparse.rows(); r++) {
        float[] row = java.util.Arrays.copyOfRange(features, r * 17, (r + 1) * 17);
        assertClose(sparse.toDense(r), row, 1e-5f);
      }
      assertClose(dictionary.decode(sparse, manager).toFloatArray(), reconstruction, 1e-5f);
    }
  }

  @Test
  void rowsOnTheHeapGiveTheSameAsArrays() {
    try (SparseAutoencoder dictionary = random(5, 40, -0.2f)) {
      NDArray x = manager.randomNormal(new Shape(3, 5));
      float[] flat = x.toFloatArray();
      float[][] rows = new float[3][5];
      for (int i = 0; i < 15; i++) {
        rows[i / 5][i % 5] = flat[i];
      }
      assertThat(dictionary.encode(rows)).isEqualTo(dictionary.encode(x));
      float[] reconstruction = dictionary.reconstruct(x).toFloatArray();
      assertThat(dictionary.reconstruct(rows)[2][4]).isEqualTo(reconstruction[14]);
      assertThat(dictionary.decodeRows(dictionary.encode(rows))[1][0])
          .isCloseTo(reconstruction[5], within(1e-5f));
    }
  }

  @Test
  void tilesJoinSeamlessly() {
    // 2^24 / 2^15 features: tiles of 512 rows, so 1100 rows need three.
    int dSae = 1 << 15;
    try (SparseAutoencoder dictionary = random(3, dSae, -4f)) {
      NDArray x = manager.randomNormal(new Shape(1100, 3));
      FeatureActivations all = dictionary.encode(x);
      assertThat(all.rows()).isEqualTo(1100);
      NDArray last = x.get("1099:1100");
      FeatureActivations one = dictionary.encode(last);
      assertThat(all.end(1099) - all.begin(1099)).isEqualTo(one.activeCount());
      // One row alone is summed in another order than in a tile: equal to rounding, not to the bit.
      float[] alone = dictionary.reconstruct(last).toFloatArray();
      float scale = Math.max(1, dictionary.reconstruct(last).abs().max().getFloat());
      assertThat(dictionary.reconstruct(x).get("1099:1100").toFloatArray())
          .containsExactly(alone, within(2e-5f * scale));
      assertThat(all.activeCount()).isPositive();
    }
  }

  @Test
  void theWeightsAreCopied() {
    NDArray weights = manager.ones(new Shape(2, 3));
    NDArray bias = manager.zeros(new Shape(2));
    DictionaryConfig config = DictionaryConfig.relu(3, 2, false);
    NDArray bDec = manager.zeros(new Shape(3));
    try (SparseAutoencoder dictionary =
        SparseAutoencoder.of(manager, config, weights, bias, weights, bDec)) {
      weights.muli(7);
      assertThat(dictionary.wEnc().toFloatArray()).containsOnly(1);
      assertThat(dictionary.wDec().toFloatArray()).containsOnly(1);
    }
  }

  @Test
  void nothingActiveDecodesToTheBias() {
    try (SparseAutoencoder dictionary = random(4, 8, -1e6f)) {
      NDArray x = manager.randomNormal(new Shape(2, 4));
      assertThat(dictionary.encode(x).activeCount()).isZero();
      float[] bias = dictionary.bDec().toFloatArray();
      assertThat(dictionary.reconstruct(x).get(1).toFloatArray()).containsExactly(bias);
      assertThat(dictionary.decodeRows(dictionary.encode(x))[0]).containsExactly(bias);
    }
  }

  @Test
  void saveAndLoadKeepEveryBitAndTheMetadata(@TempDir Path folder) {
    try (SparseAutoencoder dictionary = random(6, 10, -0.1f)) {
      dictionary.save(folder);
      try (SparseAutoencoder again = SparseAutoencoder.load(folder, manager)) {
        assertThat(again.wEnc().toFloatArray()).containsExactly(dictionary.wEnc().toFloatArray());
        assertThat(again.bEnc().toFloatArray()).containsExactly(dictionary.bEnc().toFloatArray());
        assertThat(again.wDec().toFloatArray()).containsExactly(dictionary.wDec().toFloatArray());
        assertThat(again.bDec().toFloatArray()).containsExactly(dictionary.bDec().toFloatArray());
        assertThat(again.config().metadata())
            .containsEntry("hook_name", "blocks.0.mlp.hook_post")
            .containsKey("sae_lens_version");
        assertThat(again.config().applyDecoderBiasToInput()).isTrue();
      }
    }
  }

  @Test
  void wrongInputIsNamed() {
    try (SparseAutoencoder dictionary = random(4, 8, 0)) {
      assertThatThrownBy(() -> dictionary.encode(manager.zeros(new Shape(2, 5))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("activations: expected [batch, dIn=4], got (2, 5)");
      assertThatThrownBy(() -> dictionary.reconstruct(manager.zeros(new Shape(4))))
          .hasMessage("activations: expected [batch, dIn=4], got (4)");
      assertThatThrownBy(() -> dictionary.decode(manager.zeros(new Shape(2, 4))))
          .hasMessage("features: expected [batch, dSae=8], got (2, 4)");
      assertThatThrownBy(() -> dictionary.encode(manager.zeros(new Shape(2, 4), DataType.FLOAT64)))
          .hasMessage("activations: expected float32, got float64");
      assertThatThrownBy(() -> dictionary.encode(new float[][] {{1, 2, 3}}))
          .hasMessage("activations: row 0: expected dIn=4 values, got 3");
    }
  }

  @Test
  void wrongWeightsAreNamed() {
    assertThatThrownBy(
            () ->
                SparseAutoencoder.of(
                    manager,
                    DictionaryConfig.relu(4, 8, false),
                    manager.zeros(new Shape(4, 8)),
                    manager.zeros(new Shape(8)),
                    manager.zeros(new Shape(8, 4)),
                    manager.zeros(new Shape(4))))
        .hasMessage("wEnc: expected [dSae, dIn] = (8, 4), got (4, 8)");
  }

  @Test
  void brokenFoldersAreNamed(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> SparseAutoencoder.load(folder.resolve("absent"), manager))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no such folder");
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager))
        .hasMessageContaining("it holds no cfg.json");
    try (SparseAutoencoder dictionary = random(4, 8, 0)) {
      dictionary.save(folder);
    }
    Path config = folder.resolve("cfg.json");
    String good = Files.readString(config);
    Files.writeString(config, good.replace("\"d_sae\": 8", "\"d_sae\": 9"));
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager))
        .hasMessageContaining("tensor W_enc: expected shape [4, 9], got [4, 8]");
    Files.writeString(config, good.replace("standard", "temporal"));
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager))
        .hasMessageContaining("\"architecture\"")
        .hasMessageContaining("got \"temporal\"");
    Files.writeString(config, good.replace("\"d_in\": 4", "\"d_in\": \"4\""));
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("\"d_in\": expected a whole number, got 4");
    Files.writeString(config, good);
    Path weights = folder.resolve("sae_weights.safetensors");
    Files.write(weights, java.util.Arrays.copyOf(Files.readAllBytes(weights), 300));
    assertThatThrownBy(() -> SparseAutoencoder.load(folder, manager))
        .isInstanceOf(SafetensorsException.class);
  }

  private SparseAutoencoder random(int dIn, int dSae, float bias) {
    try (NDManager scope = manager.newSubManager()) {
      return SparseAutoencoder.of(
          manager,
          DictionaryConfig.relu(dIn, dSae, true)
              .withMetadata("hook_name", HookPoint.mlpPost(0).name())
              .withMetadata("seeds", List.of(1L, 2L)),
          scope.randomNormal(new Shape(dSae, dIn)),
          scope.full(new Shape(dSae), bias),
          scope.randomNormal(new Shape(dSae, dIn)),
          scope.randomNormal(new Shape(dIn)));
    }
  }

  private static Path golden(String name) {
    try {
      return Path.of(
              SparseAutoencoderTest.class.getResource("golden/" + name + "/cfg.json").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
