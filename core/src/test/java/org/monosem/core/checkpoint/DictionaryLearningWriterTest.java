package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/**
 * What is written for Python is what Python was seen to load. After a change on purpose, run {@code
 * forms.py check target/written} and copy that folder over {@code written}.
 */
class DictionaryLearningWriterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dl_auto_encoder",
        "dl_auto_encoder_new",
        "dl_gated",
        "dl_top_k",
        "dl_batch_top_k",
        "gemma_res",
        "sparsify_first",
        "scopium_top_k"
      })
  void writesWhatPythonLoads(String name) throws IOException {
    Path folder = target().resolve("written").resolve(name);
    write(name, folder);
    URL golden =
        DictionaryLearningWriterTest.class.getResource(
            "/org/monosem/core/written/" + name + "/config.json");
    assertThat(golden).as("no golden for %s", folder).isNotNull();
    Path expected = target().resolve("test-classes/org/monosem/core/written").resolve(name);
    assertThat(folder.resolve("config.json"))
        .hasSameTextualContentAs(expected.resolve("config.json"));
    for (String file : new String[] {"ae.safetensors", "expected.safetensors"}) {
      assertSame(folder.resolve(file), expected.resolve(file));
    }
  }

  /** Features of gated and JumpReLU dictionaries are, there, times the norms of decoder rows. */
  private static void write(String name, Path folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SparseAutoencoder dictionary = ForeignCase.of(name).load(manager)) {
      DictionaryLearningFolder.write(folder, dictionary.checkpoint(), ElementType.F32);
      try (SparseAutoencoder written = SparseAutoencoder.load(folder, manager)) {
        NDArray x = rows(manager, dictionary.dIn());
        SafetensorsWriter.create()
            .add("x", x)
            .add("features", written.encodeDense(x))
            .add("reconstruction", dictionary.reconstruct(x))
            .write(folder.resolve("expected.safetensors"));
      }
    }
  }

  private static NDArray rows(NDManager manager, int dIn) {
    float[] rows = new float[9 * dIn];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (1.5 * Math.sin(1.3 * i * i));
    }
    return manager.create(rows, new Shape(9, dIn));
  }

  private static void assertSame(Path actual, Path expected) {
    try (SafetensorsFile one = SafetensorsFile.open(actual);
        SafetensorsFile other = SafetensorsFile.open(expected)) {
      assertThat(one.names()).isEqualTo(other.names());
      for (String tensor : one.names()) {
        assertThat(one.info(tensor)).isEqualTo(other.info(tensor));
        if (one.info(tensor).type().isFloat()) {
          assertThat(one.readFloats(tensor))
              .containsExactly(other.readFloats(tensor), within(1e-5f));
        } else {
          assertThat(one.readLongs(tensor)).containsExactly(other.readLongs(tensor));
        }
      }
    }
  }

  @Test
  void numbersThatDoNotFitAreRefused(@TempDir Path folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryCheckpoint large =
          new DictionaryCheckpoint(
              DictionaryConfig.relu(2, 3, true),
              manager.ones(new Shape(3, 2)).muli(70_000),
              manager.zeros(new Shape(3)),
              manager.ones(new Shape(3, 2)),
              manager.zeros(new Shape(2)));
      assertThatThrownBy(() -> DictionaryLearningFolder.write(folder, large, ElementType.F16))
          .hasMessage(
              "tensor encoder.weight: expected numbers up to 65504.0 for F16, got 70000.0 to"
                  + " 70000.0");
      assertThatThrownBy(() -> SaeLensFolder.write(folder, large, ElementType.F64))
          .hasMessage("weights: expected F32, F16 or BF16, got F64");
      DictionaryLearningFolder.write(folder, large, ElementType.BF16);
      assertThat(Files.exists(folder.resolve("config.json"))).isTrue();
    }
  }

  private static Path target() {
    try {
      URL classes =
          DictionaryLearningWriterTest.class.getProtectionDomain().getCodeSource().getLocation();
      return Objects.requireNonNull(Path.of(classes.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
