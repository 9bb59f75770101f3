package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.ForeignFile.RawTensor;
import org.monosem.core.json.StrictJson;

/**
 * Every file of every format, with each thing in it missing, renamed, misshapen, of another type or
 * not finite: it is refused by name, or what was changed does not matter and the dictionary is the
 * same to the bit. Nothing is read as something else.
 */
class ForeignMutationTest {
  private NDManager manager;

  @TempDir Path folder;

  private ForeignCase subject;
  private int refused;

  static List<String> names() {
    return ForeignCase.names();
  }

  /** One for each reader, and each way to name and shape weights. */
  static List<String> readers() {
    return List.of(
        "dl_auto_encoder_new",
        "dl_gated",
        "dl_top_k",
        "dl_matryoshka",
        "gemma_res",
        "gemma2_affine",
        "openai_top_k",
        "openai_tied",
        "sparsify_skip",
        "scope",
        "scope_r1",
        "scopium",
        "one_layer");
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
  @MethodSource("readers")
  void tensors(String name) throws IOException {
    changeTensors(name);
  }

  @ParameterizedTest
  @MethodSource("names")
  @Tag("long")
  void tensorsOfEveryVariant(String name) throws IOException {
    changeTensors(name);
  }

  private void changeTensors(String name) throws IOException {
    copy(name);
    ForeignFile file = ForeignFile.read(weights());
    file.write(file.entries());
    try (SparseAutoencoder same = subject.load(manager)) {
      subject.assertAgrees(same, manager);
    }
    DictionaryCheckpoint good = read();
    for (String key : file.entries().keySet()) {
      for (Change change : changes(file.entries(), key)) {
        file.write(change.entries());
        refusedOrSame(good, key, change.named());
      }
    }
    // Each of the four matrices and biases, at least: deleted, renamed, reshaped, not finite.
    assertThat(refused).isGreaterThan(20);
  }

  /** Other entries, and what a refusal of them must name. */
  private record Change(String named, Map<String, Object> entries) {}

  private static List<Change> changes(Map<String, Object> entries, String key) {
    List<Change> changes = new ArrayList<>();
    Map<String, Object> without = new LinkedHashMap<>(entries);
    Object value = Objects.requireNonNull(without.remove(key));
    changes.add(new Change(key, without));
    Map<String, Object> renamed = new LinkedHashMap<>(without);
    renamed.put(key + "_", value);
    changes.add(new Change(key, renamed));
    for (Object other : others(value)) {
      Map<String, Object> changed = new LinkedHashMap<>(entries);
      changed.put(key, other);
      changes.add(new Change(key, changed));
    }
    if (value instanceof RawTensor tensor && !tensor.shape().isEmpty() && !key.equals("W_enc")) {
      Map<String, Object> changed = new LinkedHashMap<>(entries);
      changed.put(key, fewer(tensor));
      // Where nothing else says the sizes, it may be another tensor that does not fit any more.
      changes.add(new Change("tensor ", changed));
    }
    Map<String, Object> more = new LinkedHashMap<>(entries);
    more.put("another", new RawTensor(true, List.of(2L), new double[2]));
    changes.add(new Change("another", more));
    return changes;
  }

  private static List<Object> others(Object value) {
    if (!(value instanceof RawTensor tensor)) {
      return List.of();
    }
    List<Object> others = new ArrayList<>();
    double[] values = tensor.values();
    if (tensor.shape().isEmpty()) {
      others.add(new RawTensor(tensor.floats(), List.of(2L), new double[] {values[0], values[0]}));
    } else {
      others.add(new RawTensor(tensor.floats(), reshaped(tensor.shape(), values.length), values));
      others.add(new RawTensor(false, tensor.shape(), values));
    }
    if (tensor.floats()) {
      others.add(with(tensor, 0, Double.NaN));
      others.add(with(tensor, values.length - 1, Double.NEGATIVE_INFINITY));
    }
    return others;
  }

  private static List<Long> reshaped(List<Long> shape, long elements) {
    return shape.size() == 1 ? List.of(elements, 1L) : List.of(elements);
  }

  private static RawTensor fewer(RawTensor tensor) {
    List<Long> shape = new ArrayList<>(tensor.shape());
    int row = (int) (tensor.values().length / shape.get(0));
    shape.set(0, shape.get(0) - 1);
    double[] values = Arrays.copyOf(tensor.values(), tensor.values().length - row);
    return new RawTensor(tensor.floats(), shape, values);
  }

  private static RawTensor with(RawTensor tensor, int index, double value) {
    double[] values = tensor.values().clone();
    values[index] = value;
    return new RawTensor(true, tensor.shape(), values);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void configurations(String name) throws IOException {
    changeConfigurations(name);
  }

  @ParameterizedTest
  @MethodSource("names")
  @Tag("long")
  void configurationsOfEveryVariant(String name) throws IOException {
    changeConfigurations(name);
  }

  private void changeConfigurations(String name) throws IOException {
    copy(name);
    DictionaryCheckpoint same = read();
    for (Path file : jsonFiles()) {
      Map<String, Object> good = StrictJson.readObject(file);
      for (Map<String, Object> changed : jsonChanges(good)) {
        Files.writeString(file, StrictJson.write(changed));
        refusedOrSame(same, file + " " + changed, "");
      }
      Files.writeString(file, StrictJson.write(good));
    }
    assertThat(refused).isGreaterThanOrEqualTo(jsonFiles().isEmpty() ? 0 : 4);
  }

  /** Every key at every level: missing, and of every other type. */
  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> jsonChanges(Map<String, Object> object) {
    List<Map<String, Object>> changes = new ArrayList<>();
    for (Map.Entry<String, Object> entry : object.entrySet()) {
      Map<String, Object> without = new LinkedHashMap<>(object);
      without.remove(entry.getKey());
      changes.add(without);
      List<Object> values = new ArrayList<>(otherTypes(entry.getValue()));
      if (entry.getValue() instanceof Map<?, ?> inner) {
        values.addAll(jsonChanges((Map<String, Object>) inner));
      }
      for (Object value : values) {
        Map<String, Object> changed = new LinkedHashMap<>(object);
        changed.put(entry.getKey(), value);
        changes.add(changed);
      }
    }
    return changes;
  }

  private static List<Object> otherTypes(Object value) {
    List<Object> all = new ArrayList<>(List.of("text", 2.5, -1L, 0L, List.of(1L), Map.of()));
    if (value instanceof String) {
      all.remove("text");
      all.add("");
    } else if (value instanceof Boolean) {
      all.add("true");
    } else if (value instanceof Double) {
      all.remove(2.5);
      all.remove(0L);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("names")
  void truncations(String name) throws IOException {
    copy(name);
    DictionaryCheckpoint whole = read();
    List<Path> files = new ArrayList<>(jsonFiles());
    files.add(weights());
    for (Path file : files) {
      byte[] good = Files.readAllBytes(file);
      for (int length : new int[] {0, 1, good.length / 4, good.length / 2, good.length - 1}) {
        Files.write(file, Arrays.copyOf(good, length));
        int before = refused;
        refusedOrSame(whole, file + " cut to " + length, "");
        assertThat(refused).as("%s cut to %s", file, length).isEqualTo(before + 1);
      }
      Files.write(file, good);
    }
  }

  private DictionaryCheckpoint read() {
    return DictionaryFormat.read(subject.path(), subject.options(), manager);
  }

  private void refusedOrSame(DictionaryCheckpoint good, String what, String named) {
    try (NDManager scope = manager.newSubManager()) {
      DictionaryCheckpoint changed;
      try {
        changed = DictionaryFormat.read(subject.path(), subject.options(), scope);
      } catch (RuntimeException e) {
        refused++;
        assertThat(e.getMessage()).as(what).contains(folder.toString(), named).doesNotContain("\n");
        assertThat(scope.getManagedArrays()).isEmpty();
        return;
      }
      assertThat(isSame(changed, good)).as("read as something else: " + what).isTrue();
    }
  }

  private static boolean isSame(DictionaryCheckpoint one, DictionaryCheckpoint other) {
    return withoutMetadata(one).equals(withoutMetadata(other))
        && equal(one.wEnc(), other.wEnc())
        && equal(one.bEnc(), other.bEnc())
        && equal(one.wDec(), other.wDec())
        && equal(one.bDec(), other.bDec())
        && one.extra().byName().entrySet().stream()
            .allMatch(extra -> equal(extra.getValue(), other.extra().get(extra.getKey())));
  }

  private static DictionaryConfig withoutMetadata(DictionaryCheckpoint dictionary) {
    return dictionary.config().withMetadata(Map.of());
  }

  private static boolean equal(NDArray one, NDArray other) {
    return Arrays.equals(one.toFloatArray(), other.toFloatArray());
  }

  private void copy(String name) throws IOException {
    ForeignCase original = ForeignCase.of(name);
    try (Stream<Path> files = Files.walk(original.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(original.folder().relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
    subject = new ForeignCase(name, folder);
  }

  private Path weights() throws IOException {
    return files(".pt", ".npz", ".safetensors").get(0);
  }

  private List<Path> jsonFiles() throws IOException {
    return files(".json");
  }

  private List<Path> files(String... suffixes) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> Arrays.stream(suffixes).anyMatch(file.toString()::endsWith))
          .filter(file -> !file.endsWith("case.json") && !file.endsWith("expected.safetensors"))
          .toList();
    }
  }
}
