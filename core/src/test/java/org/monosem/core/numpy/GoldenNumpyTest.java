package org.monosem.core.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorFileException;

/** Files of NumPy itself, against the values that NumPy says are in them. */
class GoldenNumpyTest {
  private final Map<String, Map<String, Expected>> golden;

  private record Expected(List<Long> shape, List<String> values) {}

  GoldenNumpyTest() throws IOException {
    TypeToken<Map<String, Map<String, Expected>>> type = new TypeToken<>() {};
    golden = new Gson().fromJson(Files.readString(path("golden.json")), type);
  }

  static Path path(String name) {
    try {
      return Path.of(GoldenNumpyTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.npz", "params.npz", "params-compressed.npz", "params-zip64.npz"})
  void readsEveryArrayOfAnArchive(String name) {
    Map<String, Expected> expected = golden.get(name);
    try (NumpyArchive archive = NumpyArchive.open(path(name))) {
      assertThat(archive.names()).containsExactlyElementsOf(expected.keySet());
      expected.forEach((key, array) -> check(archive.array(key), array));
      assertThat(archive.unexpected(Set.copyOf(expected.keySet()))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows-1.npy",
        "rows-2.npy",
        "rows-3.npy",
        "columns-1.npy",
        "columns-2.npy",
        "columns-3.npy"
      })
  void readsEveryVersionInBothOrders(String name) {
    try (NumpyFile file = NumpyFile.open(path(name))) {
      check(file.array(), golden.get(name).get("array"));
      assertThat(file.array().readFloatRows(1, 2)).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    }
  }

  private static void check(StoredTensor array, Expected expected) {
    assertThat(array.shape()).isEqualTo(expected.shape());
    if (array.type().isFloat()) {
      assertThat(array.readDoubles())
          .isEqualTo(
              expected.values().stream()
                  .mapToDouble(v -> Double.parseDouble(v.replace("inf", "Infinity")))
                  .toArray());
    } else {
      assertThat(array.readLongs())
          .isEqualTo(expected.values().stream().mapToLong(Long::parseLong).toArray());
    }
  }

  @Test
  void readsArraysOfAManager() {
    try (NDManager manager = NDManager.newBaseManager();
        NumpyArchive archive = NumpyArchive.open(path("params-compressed.npz"))) {
      int before = manager.getManagedArrays().size();
      try (NDArray array = archive.array("W_enc").read(manager)) {
        assertThat(array.getShape().getShape()).containsExactly(4, 6);
        assertThat(array.toFloatArray()).isEqualTo(archive.array("W_enc").readFloats());
        assertThat(manager.getManagedArrays()).hasSize(before + 1);
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "structured.npy|expected plain numbers, got a structured dtype, which is refused",
        "objects.npy|array of objects (dtype |O), which is a pickle and is refused",
        "complex.npy|expected dtype f2, f4, f8, i1 to i8, u1 to u8 or b1 with its byte order, got"
            + " <c8"
      })
  void refusesWhatHoldsNoPlainNumbers(String nameAndRule) {
    String name = nameAndRule.substring(0, nameAndRule.indexOf('|'));
    String rule = nameAndRule.substring(name.length() + 1);
    assertThatThrownBy(() -> NumpyFile.open(path(name)))
        .isInstanceOf(TensorFileException.class)
        .hasMessage(path(name) + ": array: " + rule);
  }

  @Test
  void namesWhatIsMissing() {
    try (NumpyArchive archive = NumpyArchive.open(path("params.npz"))) {
      assertThatThrownBy(() -> archive.array("W_gate"))
          .isInstanceOf(TensorFileException.class)
          .hasMessage(
              path("params.npz")
                  + ": array W_gate: expected it to be there, got only"
                  + " [W_dec, W_enc, b_dec, b_enc, threshold]");
      assertThat(archive.unexpected(Set.of("W_dec", "b_dec", "b_enc")))
          .containsExactly("W_enc", "threshold");
      assertThatThrownBy(() -> archive.array("W_enc").requireShape(List.of(6L, 4L)))
          .hasMessageEndingWith("array W_enc: expected shape [6, 4], got [4, 6]");
    }
  }

  @Test
  void readsNothingOnceClosed() {
    NumpyArchive archive = NumpyArchive.open(path("params-compressed.npz"));
    StoredTensor array = archive.array("W_enc");
    archive.close();
    assertThatThrownBy(array::readFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("params-compressed.npz is closed");
  }
}
