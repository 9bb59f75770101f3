package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/** A sparsify folder, written tensor by tensor, and what {@code convert} makes of it. */
class ConvertCommandTest {
  private static final int D_IN = 4;
  private static final int D_SAE = 6;

  @TempDir Path folder;

  private Path input;
  private Path output;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.createDirectory(folder.resolve("layers.3"));
    output = folder.resolve("out");
    Files.writeString(
        input.resolve("cfg.json"),
        "{\"expansion_factor\": 2, \"num_latents\": 6, \"k\": 2, \"d_in\": 4}");
    SafetensorsWriter.create()
        .add("encoder.weight", ElementType.F32, List.of(6L, 4L), waves(24, 1))
        .add("encoder.bias", ElementType.F32, List.of(6L), waves(6, 2))
        .add("W_dec", ElementType.F32, List.of(6L, 4L), waves(24, 3))
        .add("b_dec", ElementType.F32, List.of(4L), waves(4, 4))
        .write(input.resolve("sae.safetensors"));
  }

  private static float[] waves(int count, int phase) {
    float[] waves = new float[count];
    for (int i = 0; i < count; i++) {
      waves[i] = (float) Math.sin(phase + 0.7 * i);
    }
    return waves;
  }

  private Map<String, Object> convert(Object... more) {
    return run(more).json();
  }

  private CommandRun run(Object... more) {
    Object[] words = new Object[more.length + 4];
    words[0] = "convert";
    words[1] = input;
    words[2] = output;
    words[3] = "--json";
    System.arraycopy(more, 0, words, 4, more.length);
    return CommandRun.of(words);
  }

  private float[][] reconstructed(Path path) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(path, manager)) {
      return dictionary.reconstruct(new float[][] {waves(D_IN, 9), waves(D_IN, 5)});
    }
  }

  @Test
  void writesSaeLensAndSaysWhatItRead() throws IOException {
    assertThat(convert())
        .containsEntry("format", "sparsify")
        .containsEntry("architecture", "topk")
        .containsEntry("predicts", "its input")
        .containsEntry("d_in", (long) D_IN)
        .containsEntry("d_sae", (long) D_SAE)
        .containsEntry("k", 2L)
        .containsEntry("subtracts_decoder_bias", true)
        .containsEntry("output_format", "saelens")
        .containsEntry("dtype", "F32");
    assertThat(reconstructed(output)).isEqualTo(reconstructed(input));
    assertThat(Files.readString(output.resolve("cfg.json")))
        .contains("\"hook_name\": \"blocks.3.hook_resid_post\"", "\"source_format\": \"sparsify\"");
    assertThat(output.resolve("sparsity.safetensors")).doesNotExist();
  }

  @Test
  void printsATable() {
    CommandRun run = CommandRun.of("convert", input, output);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("format +sparsify").containsPattern("d sae +6");
  }

  @Test
  void writesDictionaryLearning() throws IOException {
    convert("--format", "dictionary-learning");
    assertThat(reconstructed(output)).isEqualTo(reconstructed(input));
    assertThat(Files.readString(output.resolve("config.json"))).contains("\"AutoEncoderTopK\"");
    assertThat(CommandRun.of("inspect", output, "--json").json())
        .containsEntry("format", "dictionary-learning")
        .containsEntry("k", 2L);
  }

  @Test
  void writesSmallerNumbers() {
    convert("--dtype", "bf16");
    try (SafetensorsFile file = SafetensorsFile.open(output.resolve("sae_weights.safetensors"))) {
      assertThat(file.info("W_dec").type()).isEqualTo(ElementType.BF16);
      assertThat(file.readFloats("b_dec")[0]).isNotEqualTo(waves(4, 4)[0]);
    }
    assertThat(reconstructed(output)).hasDimensions(2, D_IN);
  }

  @Test
  void takesFrequenciesAlong() {
    Path sparsity = folder.resolve("sparsity.safetensors");
    float[] logarithms = {-10, -3, -2, -1, -0.5f, 0};
    SafetensorsWriter.create()
        .add("sparsity", ElementType.F32, List.of(6L), logarithms)
        .write(sparsity);
    convert("--sparsity", sparsity);
    Path first = output;
    input = first;
    output = folder.resolve("again");
    convert();
    for (Path path : List.of(first, output)) {
      try (SafetensorsFile file = SafetensorsFile.open(path.resolve("sparsity.safetensors"))) {
        assertThat(file.readFloats("sparsity"))
            .containsExactly(logarithms, org.assertj.core.api.Assertions.within(1e-5f));
      }
    }
  }

  @Test
  void replacesDictionariesWhenToldSoAndNothingElse() throws IOException {
    convert();
    assertThat(run().complaint()).endsWith("out: exists already; --force replaces it");
    convert("--force", "--dtype", "F16");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "years of work");
    output = other;
    assertThat(run("--force").complaint())
        .endsWith("other: expected a dictionary to replace, got something else");
    output = input;
    assertThat(run("--force").complaint()).contains("expected another folder than the one to read");
    assertThat(input.resolve("sae.safetensors")).exists();
    assertThat(other.resolve("thesis.txt")).exists();
  }

  @Test
  void failingLeavesNothing() throws IOException {
    Files.delete(input.resolve("cfg.json"));
    assertThat(run().complaint()).contains("no dictionary in " + input, "(gemma-scope)");
    assertThat(output).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp-*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fold-decoder-norms", "--transcoder", "--dtype I32"})
  void whatWouldHaveNoMeaningIsRefused(String option) {
    CommandRun run = run((Object[]) option.split(" "));
    assertThat(run.exit()).isNotZero();
    assertThat(run.complaint())
        .containsAnyOf(
            "norms of decoder rows cannot be folded in",
            "--transcoder has no effect on a dictionary of sparsify",
            "--dtype: expected F32, F16 or BF16, got I32");
    assertThat(output).doesNotExist();
  }

  @Test
  void inspectShowsWhatIsThere() {
    assertThat(CommandRun.of("inspect", input, "--json").json())
        .containsEntry("kind", "sparse autoencoder")
        .containsEntry("format", "sparsify")
        .containsEntry("d_sae", (long) D_SAE);
  }
}
