package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.safetensors.SafetensorsFile;

/** The benchmark at sizes that take no time: what it reports, not how fast anything is. */
class BenchmarkCommandTest {
  private static final List<Object> SMALL =
      List.of(
          "benchmark",
          "--features",
          96,
          "--batch",
          64,
          "--l0",
          6,
          "--d-in",
          16,
          "--repeats",
          2,
          "--threads",
          1);

  @TempDir private Path folder;

  @Test
  void reportsEverythingAsJson() {
    Map<String, Object> json = run("--json", "--keep-data", data(), "--precision", "fp32").json();
    assertThat(json)
        .containsKeys(
            "samples_per_second",
            "ratio_vs_dense",
            "ratio_vs_own_dense",
            "encoder_share",
            "peak_bytes",
            "memory",
            "l0_spread",
            "gemm_fp32_gflops",
            "gemm_bf16_gflops")
        .doesNotContainKeys("ratio_vs_peer", "peer")
        .containsEntry("features", 96L)
        .containsEntry("batch", 64L)
        .containsEntry("d_in", 16L)
        .containsEntry("repeats", 2L)
        .containsEntry("precision", "FP32");
    assertThat((String) json.get("path")).isIn("DENSE", "SPARSE", "HYBRID");
    assertThat((Double) json.get("l0")).isBetween(5.7, 6.3);
    assertThat((Double) json.get("ratio_vs_dense")).isPositive();
    assertThat((Double) json.get("max_relative_gradient_difference")).isBetween(0.0, 1e-4);
    assertThat((Double) json.get("loss"))
        .isCloseTo((Double) json.get("dense_loss"), withPercentage(0.01));
    assertThat(json.get("hardware"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsKeys("cpu", "cores", "device")
        .containsEntry("threads", 1L);
    assertThat(json.get("versions"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsKeys("java", "djl", "libtorch");
    assertThat(json.get("step_ms"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("best", "median");
    assertThat(json.get("stages_ms"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys(
            "encoder_product", "encoder", "compaction", "decode", "weight_gradients", "optimiser");
    assertThat(json.get("memory"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("weights_bytes", 4L * (2 * 96 * 16 + 96 + 16));
    try (SafetensorsFile kept = SafetensorsFile.open(data())) {
      assertThat(kept.info("x").shape()).containsExactly(64L, 16L);
      assertThat(kept.info("w_dec").shape()).containsExactly(96L, 16L);
    }
  }

  @Test
  void printsATable() {
    CommandRun run = run();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("96 features, d_in 16, batch 64, L0 ")
        .contains("our step", "dense step, same libtorch", "GFLOP/s", "gradients: ");
  }

  @Test
  void saysWhenThePeerCannotRun() {
    CommandRun missing = run("--peer", folder.resolve("no-python"));
    assertThat(missing.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(missing.complaint()).contains("--peer " + folder.resolve("no-python") + ": ");
  }

  @Test
  void saysHowFarAnInexactPrecisionIsOff() {
    Map<String, Object> json = run("--json", "--precision", "bf16").json();
    assertThat(json).containsEntry("precision", "BF16");
    assertThat((Double) json.get("max_relative_gradient_difference")).isGreaterThan(1e-4);
  }

  @Test
  void measuresEveryDensityOfATraining() {
    Map<String, Object> json =
        CommandRun.of(
                "benchmark",
                "density",
                "--features",
                64,
                "--batch",
                32,
                "--d-in",
                16,
                "--l0",
                "4,32",
                "--repeats",
                1,
                "--precision",
                "fp32",
                "--json")
            .json();
    assertThat(json).containsEntry("features", 64L).containsEntry("precision", "FP32");
    assertThat((Double) json.get("worst_chosen_vs_dense")).isPositive();
    assertThat(json.get("densities"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .satisfiesExactly(
            densest ->
                assertThat(densest)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("path", "chosen_vs_dense", "ratio_vs_dense", "hybrid_ms")
                    .doesNotContainKey("sparse_ms"),
            sparsest ->
                assertThat(sparsest)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("sparse_ms", "eager_dense_ms"));
  }

  @Test
  void measuresOtherWork() {
    assertThat(
            CommandRun.of("benchmark", "topk", "--rows", 4, "--features", 64, "-k", 3, "--json")
                .json())
        .containsEntry("k", 3L)
        .hasEntrySatisfying("ratio_vs_libtorch", ratio -> assertThat((Double) ratio).isPositive());
    assertThat(
            CommandRun.of(
                    "benchmark", "serving", "--rows", 8, "--features", 64, "--l0", 4, "--json")
                .json())
        .hasEntrySatisfying("ratio_vs_dense", ratio -> assertThat((Double) ratio).isPositive());
  }

  @Test
  void measuresTheTrainingOfATransformer() {
    Map<String, Object> json =
        CommandRun.of(
                "benchmark",
                "regularisation",
                "--contexts",
                1,
                "--context",
                4,
                "--vocabulary",
                9,
                "--repeats",
                1,
                "--json")
            .json();
    assertThat(json.get("trainings"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(10)
        .allSatisfy(
            row ->
                assertThat(row)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("training", "best_ms", "median_ms", "median_ratio_vs_plain"))
        .first(InstanceOfAssertFactories.MAP)
        .containsEntry("training", "plain")
        .containsEntry("ratio_vs_plain", 1.0);
  }

  @Test
  void measuresWhatTheDeviceCanDo() {
    Map<String, Object> result =
        CommandRun.of(
                "benchmark",
                "ceilings",
                "--batch",
                64,
                "--features",
                128,
                "--l0",
                4,
                "--repeats",
                1,
                "--json")
            .json();
    assertThat(result.get("operators"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(13)
        .allSatisfy(
            row ->
                assertThat(row)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("operator", "best_ms", "median_ms", "unit")
                    .hasEntrySatisfying(
                        "rate", rate -> assertThat((Double) rate).isPositive().isFinite()));
    assertThat(result.get("limits"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("peer_dense_ms", "tuned_dense_ms", "sparse_ms");
    assertThat(CommandRun.of("benchmark", "ceilings", "--l0", 0).err())
        .contains("l0: expected at least one active feature a batch");
  }

  private Path data() {
    return folder.resolve("step.safetensors");
  }

  private static CommandRun run(Object... more) {
    return CommandRun.of(Stream.concat(SMALL.stream(), Arrays.stream(more)).toArray());
  }
}
