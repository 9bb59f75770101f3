package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/** What {@code encode} writes is what {@link SparseAutoencoder} says of the same rows. */
class EncodeCommandTest {
  private static final int D_IN = 6;
  private static final int D_SAE = 10;
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

  @TempDir private static Path folder;
  private static FeatureActivations expected;
  private static float[] reconstruction;

  @BeforeAll
  static void makeDictionaryAndRows() {
    float[][] rows = {waves(0), waves(5), waves(9), waves(14), waves(23), waves(31)};
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder made = dictionary(manager)) {
      made.save(folder.resolve("sae"));
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(folder.resolve("sae"), manager)) {
      expected = dictionary.encode(rows);
      reconstruction = flat(dictionary.decodeRows(expected));
    }
    SafetensorsWriter.create()
        .add("x", ElementType.F32, List.of(2L, 3L, (long) D_IN), flat(rows))
        .write(folder.resolve("x.safetensors"));
    SafetensorsWriter.create()
        .add("rows", ElementType.F32, List.of(6L, (long) D_IN), flat(rows))
        .add("other", ElementType.F32, List.of(1L), new float[1])
        .write(folder.resolve("two.safetensors"));
  }

  @Test
  void writesSparseFeatures() {
    Path output = folder.resolve("new/sparse.safetensors");
    Map<String, Object> result = encode("x.safetensors", output);
    assertThat(result)
        .containsOnlyKeys("output", "rows", "d_in", "d_sae", "precision", "mean_l0")
        .containsEntry("precision", "FP32")
        .containsEntry("rows", 6L)
        .containsEntry("d_in", (long) D_IN)
        .containsEntry("d_sae", (long) D_SAE)
        .containsEntry("mean_l0", expected.meanL0());
    assertThat(expected.activeCount()).isPositive();
    try (SafetensorsFile file = SafetensorsFile.open(output)) {
      assertThat(file.names())
          .containsExactlyInAnyOrder(
              "reconstruction", "features.offsets", "features.ids", "features.values");
      assertThat(file.readLongs("features.offsets")).containsExactly(longs(expected.offsets()));
      assertThat(file.readLongs("features.ids")).containsExactly(longs(expected.features()));
      assertThat(file.readFloats("features.values")).containsExactly(expected.values());
      assertThat(file.info("reconstruction").shape()).containsExactly(6L, (long) D_IN);
      assertThat(file.readFloats("reconstruction")).containsExactly(reconstruction, CLOSE);
    }
  }

  @Test
  void writesDenseFeatures() {
    Path output = folder.resolve("dense.safetensors");
    encode("x.safetensors", output, "--dense");
    try (SafetensorsFile file = SafetensorsFile.open(output)) {
      assertThat(file.names()).containsExactlyInAnyOrder("reconstruction", "features");
      assertThat(file.info("features").shape()).containsExactly(6L, (long) D_SAE);
      float[] dense = file.readFloats("features");
      for (int row = 0; row < 6; row++) {
        assertThat(Arrays.copyOfRange(dense, row * D_SAE, (row + 1) * D_SAE))
            .containsExactly(expected.toDense(row));
      }
    }
  }

  @Test
  void encodesInTheChosenPrecision() {
    Path output = folder.resolve("precise.safetensors");
    Map<String, Object> result = encode("x.safetensors", output, "--precision", "fp32_via_bf16");
    assertThat(result).containsEntry("precision", "FP32_VIA_BF16");
    try (SafetensorsFile file = SafetensorsFile.open(output)) {
      assertThat(file.readLongs("features.ids")).containsExactly(longs(expected.features()));
      assertThat(file.readFloats("features.values")).containsExactly(expected.values(), CLOSE);
    }
    Path low = folder.resolve("low.safetensors");
    encode("x.safetensors", low, "--precision", "bf16", "--dense");
    try (SafetensorsFile file = SafetensorsFile.open(low)) {
      float[] dense = file.readFloats("features");
      assertThat(Arrays.copyOf(dense, D_SAE))
          .isNotEqualTo(expected.toDense(0))
          .containsExactly(expected.toDense(0), Offset.offset(0.05f));
    }
  }

  @Test
  void readsTheNamedTensor() {
    Path output = folder.resolve("named.safetensors");
    assertThat(encode("two.safetensors:rows", output)).containsEntry("rows", 6L);
    try (SafetensorsFile file = SafetensorsFile.open(output)) {
      assertThat(file.readFloats("features.values")).containsExactly(expected.values());
    }
  }

  @Test
  void severalTensorsNeedAName() {
    Path output = folder.resolve("unnamed.safetensors");
    CommandRun run =
        CommandRun.of(
            "encode",
            "--sae",
            folder.resolve("sae"),
            "--input",
            folder.resolve("two.safetensors"),
            "--output",
            output);
    assertThat(run.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(run.complaint()).contains("--input: ", "holds 2 tensors [rows, other]");
    assertThat(output).doesNotExist();
  }

  private static Map<String, Object> encode(String input, Path output, String... more) {
    Object[] words = {
      "encode",
      "--sae",
      folder.resolve("sae"),
      "--input",
      folder.resolve(input),
      "--output",
      output,
      "--json"
    };
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandRun.of(all).json();
  }

  private static SparseAutoencoder dictionary(NDManager manager) {
    float[] weights = new float[D_SAE * D_IN];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.cos(1.7 * i);
    }
    Shape shape = new Shape(D_SAE, D_IN);
    return SparseAutoencoder.of(
        manager,
        DictionaryConfig.relu(D_IN, D_SAE, true),
        manager.create(weights, shape),
        manager.create(new float[D_SAE]).sub(0.3f),
        manager.create(weights, shape),
        manager.create(waves(2)));
  }

  private static float[] waves(int phase) {
    float[] row = new float[D_IN];
    for (int i = 0; i < D_IN; i++) {
      row[i] = (float) Math.sin(phase + 0.9 * i);
    }
    return row;
  }

  private static float[] flat(float[]... rows) {
    float[] all = new float[rows.length * D_IN];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * D_IN, D_IN);
    }
    return all;
  }

  private static long[] longs(int... numbers) {
    return Arrays.stream(numbers).asLongStream().toArray();
  }
}
