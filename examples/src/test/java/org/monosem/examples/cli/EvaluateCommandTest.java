package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.json.StrictJson;

class EvaluateCommandTest {
  @TempDir static Path folder;

  private static Workbench bench;

  @BeforeAll
  static void make() {
    bench = Workbench.in(folder);
  }

  private static Object[] words(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--sae",
                bench.dictionary(),
                "--model",
                bench.model(),
                "--corpus",
                bench.corpus(),
                "--all-documents",
                "--contexts",
                20));
    words.addAll(List.of(more));
    return words.toArray();
  }

  private static Map<?, ?> map(Map<?, ?> fields, String... path) {
    Map<?, ?> at = fields;
    for (String name : path) {
      at = (Map<?, ?>) at.get(name);
    }
    return at;
  }

  private static List<String> keys(Map<?, ?> fields) {
    return fields.keySet().stream().map(String::valueOf).toList();
  }

  @Test
  void jsonHasEveryFigureUnderItsName() {
    Map<?, ?> model = map(CommandRun.of(words("--json")).json(), "model");
    assertThat(keys(map(model, "recovered")))
        .containsExactly(
            "loss_recovered_zero",
            "loss_recovered_mean",
            "loss_recovered_resample",
            "kl_recovered_zero",
            "kl_recovered_mean",
            "kl_recovered_resample");
    assertThat(keys(map(model, "klDivergence")))
        .contains("tokens", "spliced", "zeroAblated", "meanAblated", "resampleAblated");
    assertThat(keys(map(model, "reconstruction", "peers")))
        .contains("SAELens", "SAEBench", "dictionary_learning", "sparsify", "OpenAI");
    assertThat(keys(map(model, "geometry")))
        .containsExactly("maxDecoderCosine", "maxEncoderCosine", "encoderDecoderCosine");
    assertThat(map(model, "geometry", "maxDecoderCosine").get("sampled")).isEqualTo(false);
    assertThat(map(model, "domains")).isNotEmpty();
    assertThat(map(model, "klDivergence").get("tokens")).isEqualTo(20L * Workbench.CONTEXT);
  }

  @Test
  void neuronsStandBesideTheFeatures() {
    Map<?, ?> compared = map(CommandRun.of(words("--json")).json(), "polysemanticity");
    assertThat(compared.get("rows")).isEqualTo(20L * Workbench.CONTEXT);
    assertThat(keys(map(compared, "features"))).contains("capacity_median", "meanings_mean");
    assertThat(CommandRun.of(words()).out())
        .contains("Capacity of examples", "Monosemantic scale", "Meanings of a unit");
  }

  @Test
  void resamplingAndTheFirstPositionCanBeLeftOut() {
    Map<?, ?> model =
        map(CommandRun.of(words("--no-resample", "--keep-first", "--json")).json(), "model");
    assertThat(keys(map(model, "recovered")))
        .doesNotContain("loss_recovered_resample", "kl_recovered_resample");
    assertThat(model.get("editedPositions")).isEqualTo(20L * (Workbench.CONTEXT - 1));
    assertThat(map(model, "klDivergence").get("tokens")).isEqualTo(20L * (Workbench.CONTEXT - 1));
  }

  @Test
  void theSeedDecidesWhatIsResampled() {
    Map<?, ?> one = map(CommandRun.of(words("--json")).json(), "model", "loss");
    Map<?, ?> again = map(CommandRun.of(words("--json")).json(), "model", "loss");
    Map<?, ?> other = map(CommandRun.of(words("--json", "--seed", 9)).json(), "model", "loss");
    assertThat(again).isEqualTo(one);
    assertThat(other.get("resampleAblated")).isNotEqualTo(one.get("resampleAblated"));
    assertThat(other.get("spliced")).isEqualTo(one.get("spliced"));
  }

  @Test
  void aSampleOfDirectionsSaysSo() {
    CommandRun run = CommandRun.of(words("--cosine-features", 5));
    assertThat(run.out()).contains("cosines of 5 sampled of 64 features");
  }

  @Test
  void textIsGroupedAndAligned() {
    String out = CommandRun.of(words("--cache", bench.cache(), "--rows", 500)).out();
    assertThat(out)
        .contains("reconstruction of 500 rows")
        .contains("64 features over 500 rows")
        .contains("loss over 620 predictions, divergence over 640 positions, nats, means")
        .contains("zero ablated", "mean ablated", "resample ablated")
        .contains("by domain", "cosines of 64 of 64 features")
        .contains("explained variance, global mean")
        .doesNotContain("log10Edges", "{");
  }

  @Test
  void theSaeBenchFileHoldsItsFigures() {
    Path file = folder.resolve("core.json");
    Map<?, ?> model = map(CommandRun.of(words("--json", "--saebench", file)).json(), "model");
    Map<String, Object> core = StrictJson.readObject(file);
    Map<?, ?> metrics = map(core, "eval_result_metrics");
    assertThat(map(metrics, "model_behavior_preservation").get("kl_div_with_sae"))
        .isEqualTo(map(model, "klDivergence").get("spliced"));
    assertThat(map(metrics, "reconstruction_quality").get("mse"))
        .isEqualTo(map(model, "reconstruction", "peers", "SAEBench").get("mse"));
    assertThat(map(core, "eval_config").get("context_size")).isEqualTo((long) Workbench.CONTEXT);
    assertThat(map(core, "sae_cfg_dict").get("architecture")).isEqualTo("standard");
    assertThat((List<?>) core.get("eval_result_details")).hasSize(Workbench.FEATURES);
    assertThat(core.get("sae_lens_release_id")).isEqualTo("sae");
  }

  @Test
  void anUnwritableFileIsRefusedBeforeTheWork() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    CommandRun run = CommandRun.of(words("--saebench", taken));
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint())
        .isEqualTo(
            "monosem: --saebench %s: expected a file to write, got a folder".formatted(taken));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aStopLeavesNoFile() {
    Path file = folder.resolve("never.json");
    CommandRun run = CommandRun.askedToStop(() -> true, words("--saebench", file));
    assertThat(run.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(file).doesNotExist();
  }
}
