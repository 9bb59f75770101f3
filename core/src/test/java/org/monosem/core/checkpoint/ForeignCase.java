package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.core.safetensors.SafetensorsFile;

/** One dictionary that plain Python wrote as another library does, and what Python computes. */
record ForeignCase(String name, Path folder) {

  static List<String> names() {
    try (Stream<Path> entries = Files.list(root())) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ForeignCase of(String name) {
    return new ForeignCase(name, root().resolve(name));
  }

  private static Path root() {
    try {
      return Objects.requireNonNull(
          Path.of(
                  Objects.requireNonNull(
                          ForeignCase.class.getResource("/org/monosem/core/foreign/forms.py"))
                      .toURI())
              .getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonObject json() {
    Path file = folder.resolve("case.json");
    return new JsonObject(file.toString(), StrictJson.readObject(file));
  }

  String format() {
    return json().text("format");
  }

  String relativePath() {
    return json().text("path");
  }

  Path path() {
    return folder.resolve(relativePath());
  }

  ImportOptions options() {
    return new ImportOptions(json().flag("transcoder"));
  }

  SparseAutoencoder load(NDManager manager) {
    return SparseAutoencoder.load(path(), options(), manager);
  }

  void assertAgrees(SparseAutoencoder dictionary, NDManager manager) {
    try (SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"));
        NDManager scope = manager.newSubManager()) {
      NDArray x = expected.read(scope, "x");
      assertClose(dictionary.encodeDense(x), expected.readFloats("features"));
      assertClose(dictionary.reconstruct(x), expected.readFloats("reconstruction"));
    }
  }

  /** Within 1e-5 of one, or of the largest number. */
  private static void assertClose(NDArray actual, float[] expected) {
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual.toFloatArray()).containsExactly(expected, within(1e-5f * largest));
  }
}
