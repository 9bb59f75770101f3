package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.random.Seed;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.HalfPrecision;
import org.monosem.core.safetensors.SafetensorsException;
import org.monosem.core.safetensors.SafetensorsWriter;

class Gpt2FolderTest {
  private static final Gpt2Config CONFIG =
      new Gpt2Config(11, 6, 1, 2, 4, 8, MlpActivation.GELU, 1e-6, false);

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();
  private Gpt2 model;

  @BeforeEach
  void open() {
    NDManager owner = manager.newSubManager();
    model = new Gpt2(Gpt2Initializer.random(CONFIG, Seed.of(1), owner), owner);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void whatIsSavedInFloat32IsLoadedBitForBit() {
    Gpt2Folder.save(model, folder, ElementType.F32);
    int before = manager.getManagedArrays().size();
    try (Gpt2 loaded = Gpt2Folder.load(folder, manager)) {
      assertThat(loaded.config()).isEqualTo(CONFIG);
      assertThat(loaded.fingerprint()).isEqualTo(model.fingerprint()).hasSize(64);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void bfloat16RoundsEachWeight() {
    Gpt2Folder.save(model, folder, ElementType.BF16);
    try (Gpt2 loaded = Gpt2Folder.load(folder, manager)) {
      float[] exact = model.weights().tokenEmbedding().toFloatArray();
      float[] rounded = loaded.weights().tokenEmbedding().toFloatArray();
      for (int i = 0; i < exact.length; i++) {
        assertThat(rounded[i])
            .isEqualTo(HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(exact[i])));
      }
      assertThat(loaded.fingerprint()).isNotEqualTo(model.fingerprint());
    }
  }

  @Test
  void aModelOnTheClassPathIsLoadedFromThere() {
    try (Gpt2 loaded = Gpt2Folder.loadResource(getClass(), "gpt2/relu-untied", manager);
        Gpt2 same = Gpt2Folder.load(Golden.folder("relu-untied"), manager)) {
      assertThat(loaded.fingerprint()).isEqualTo(same.fingerprint());
    }
    assertThatThrownBy(() -> Gpt2Folder.loadResource(getClass(), "gpt2/absent", manager))
        .hasMessageContaining("no resource gpt2/absent/config.json beside")
        .hasMessageContaining("Gpt2FolderTest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n_head\": 2|\"n_head\": 3|heads: expected a divisor of dModel=4, got 3",
        "\"n_embd\": 4|\"n_embd\": 4.5|\"n_embd\": expected a whole number, got 4.5",
        "\"vocab_size\": 11|\"vocab_size\": true|\"vocab_size\": expected a whole number, got true",
        "\"vocab_size\": 11|\"size\": 11|\"vocab_size\": expected a whole number, got nothing",
        "\"gelu\"|\"silu\"|activation_function: expected one of relu, gelu",
        "\"model_type\": \"gpt2\"|\"model_type\": \"llama\"|model_type: expected gpt2, got llama",
        "\"bos_token_id\": 0|\"scale_attn_weights\": false|only true is supported, got false",
        "{|[|expected a JSON object",
        "\"n_head\": 2|\"n_head\": 2, \"n_head\": 1|the key \"n_head\" stands twice",
      })
  void aWrongConfigIsNamed(String from, String to, String message) throws IOException {
    Gpt2Folder.save(model, folder, ElementType.F32);
    Path file = folder.resolve("config.json");
    Files.writeString(file, Files.readString(file).replace(from, to));
    assertThatThrownBy(() -> Gpt2Folder.load(folder, manager))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertThatThrownBy(() -> Gpt2Folder.load(folder, manager))
        .hasMessage(folder.resolve("config.json") + ": no such file");
    Gpt2Folder.save(model, folder, ElementType.F32);
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(() -> Gpt2Folder.load(folder, manager))
        .hasMessage(folder.resolve("model.safetensors") + ": no such file");
  }

  @Test
  void aTruncatedWeightFileIsRefused() throws IOException {
    Gpt2Folder.save(model, folder, ElementType.F32);
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    assertThatThrownBy(() -> Gpt2Folder.load(folder, manager))
        .isInstanceOf(SafetensorsException.class);
  }

  /** Writes the model's weights with one replaced by nothing or by something else. */
  private void writeWith(String replaced, List<Long> shape, float[] values) {
    Gpt2Folder.save(model, folder, ElementType.F32);
    SafetensorsWriter writer = SafetensorsWriter.create();
    List<Gpt2Layout.Entry> entries = model.weights().layout().entries();
    for (int i = 0; i < entries.size(); i++) {
      NDArray array = model.weights().arrays().get(i);
      if (!entries.get(i).name().equals(replaced)) {
        writer.add(entries.get(i).name(), array);
      }
    }
    if (values.length > 0) {
      writer.add(replaced, ElementType.F32, shape, values);
    }
    writer.write(folder.resolve("model.safetensors"));
  }

  @Test
  void missingWrongAndUnknownTensorsAreNamed() {
    writeWith("h.0.mlp.c_fc.weight", List.of(), new float[0]);
    assertLoadingFails("tensors are missing: [h.0.mlp.c_fc.weight]");
    writeWith("ln_f.bias", List.of(3L), new float[3]);
    assertLoadingFails("ln_f.bias: expected shape [4], got [3]");
    writeWith("h.1.ln_1.bias", List.of(4L), new float[4]);
    assertLoadingFails("tensors that this model does not have: [h.1.ln_1.bias]");
    writeWith("ln_f.bias", List.of(4L), new float[] {0, 0, Float.NaN, 0});
    assertLoadingFails("ln_f.bias: expected finite numbers, got NaN at element 2");
  }

  private void assertLoadingFails(String message) {
    assertThatThrownBy(() -> Gpt2Folder.load(folder, manager))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }
}
