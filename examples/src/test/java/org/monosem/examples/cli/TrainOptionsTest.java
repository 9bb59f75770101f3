package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.json.StrictJson;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.TrainingData;

/** Every option of {@code train} shows in the plan that the dictionary was trained by. */
class TrainOptionsTest {
  private static final String SQUARED_ERROR = "squared_error.sum_over_d_in.mean_over_rows";

  private static final Map<String, Map<String, Object>> PLANS = new HashMap<>();

  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void makeACache() {
    bench = Workbench.in(folder);
  }

  private static CommandRun train(Path out, String more) {
    List<Object> words = new ArrayList<>(List.of("train", "--cache", bench.cache(), "--json"));
    words.addAll(List.of("--out", out, "--costs", "fixed"));
    words.addAll(Arrays.asList((Object[]) more.strip().replace("@", folder + "/").split(" +")));
    return CommandRun.of(words.toArray());
  }

  private static String options(String more, int steps) {
    return (more.contains("--features") ? "" : "--features 16 ")
        + (more.contains("--steps") ? "" : "--steps " + steps + " ")
        + (more.contains("--batch") ? "" : "--batch 32 ")
        + more;
  }

  private static Map<String, Object> plan(String more) {
    return PLANS.computeIfAbsent(more, TrainOptionsTest::trainedPlan);
  }

  /** The plan of a training of one step. */
  private static Map<String, Object> trainedPlan(String more) {
    Path out = folder.resolve("plan-" + more.replaceAll("[^A-Za-z0-9.]+", "_"));
    train(out, options(more, 1)).json();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(out, manager)) {
      return map(dictionary.config().metadata(), "training");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --features 24                            | dSae | 24
          --steps 3                                | length.steps | 3
          --batch 48                               | length.batch | 48
          --seed 9                                 | seed | 9
          --recipe 2023                            | recipe.name | towards-monosemanticity-2023
          --recipe jumprelu                        | recipe.name | jumprelu-2024
          --l1 7.5                                 | recipe.objective.coefficient | 7.5
          --recipe gated --l1 0.25                 | recipe.objective.coefficient | 0.25
          --features 48 --recipe topk -k 5         | recipe.objective.active.k | 5
          --recipe batch-topk --active 6           | recipe.objective.active.k | 6
          --recipe jumprelu --target-l0 11         | recipe.objective.sparsity.target | 11.0
          --learning-rate 0.125                    | recipe.adam.learningRate | 0.125
          --learning-rate-warm-up 0.3              | recipe.learningRateSchedule.warmUp | 0.3
          --learning-rate-decay 0.45               | recipe.learningRateSchedule.decay | 0.45
          --clip-norm 0.75                         | recipe.clipNorm | 0.75
          --input-scaling mean_square_norm_one     | recipe.inputScaling | MEAN_SQUARE_NORM_ONE
          --input-scaling none                     | recipe.inputScaling | NONE
          --decoder-constraint unit_norm           | recipe.decoderConstraint | UNIT_NORM
          --recipe topk -k 3 --decoder-constraint free | recipe.decoderConstraint | FREE
          --recipe topk -k 3 --aux-k 7             | recipe.objective.auxK.k | 7
          --recipe matryoshka -k 3 --aux-coefficient 0.5 | recipe.objective.largest.auxK.coefficient | 0.5
          --recipe batch-topk -k 3 --k-start 9     | recipe.objective.active.start | 9
          --recipe topk -k 3 --k-start 9 --k-annealing 0.6 | recipe.objective.active.annealing | 0.6
          --precision bf16                         | compute.precision | BF16
          --embedding-term 0.5                     | recipe.term.variant | EmbeddingTerm
          --decorrelation 0.001                    | recipe.term.variant | DecorrelationTerm
          --decorrelation 0.001 --term-rows 99     | recipe.term.rows | 99
          --embedding-term 0.5 --decorrelation 0.001 | recipe.term.variant | TermSum
          """)
  void decidesAPartOfThePlan(String more, String path, String value) {
    assertThat(at(plan(more), path)).hasToString(value);
    assertThat(at(plan(without(more)), path)).as("without the option").isNotEqualTo(value);
  }

  /** The same without the last option, or without all of a line of one. */
  private static String without(String more) {
    String[] words = more.split(" ");
    return String.join(" ", Arrays.copyOf(words, words.length - 2));
  }

  private static String at(Map<String, Object> plan, String path) {
    String[] names = path.split("\\.", -1);
    Map<String, Object> inside = plan;
    for (int i = 0; i < names.length - 1; i++) {
      inside = map(inside, names[i]);
    }
    assertThat(inside).containsKey(names[names.length - 1]);
    return String.valueOf(inside.get(names[names.length - 1]));
  }

  @Test
  void reportsAndChecksAsOftenAsToldAndKeepsToTheMemory() throws IOException {
    Path often = folder.resolve("often");
    train(often, options("--report-every 1 --checkpoint-every 2", 6)).json();
    Path seldom = folder.resolve("seldom");
    train(seldom, options("--report-every 3 --checkpoint-every 6", 6)).json();
    assertThat(progress(often)).hasSize(6);
    assertThat(progress(seldom)).hasSize(2);
    CommandRun wide = train(folder.resolve("wide"), options("--batch 2048", 1));
    CommandRun narrow = train(folder.resolve("narrow"), options("--batch 2048 --memory 1m", 1));
    assertThat(narrow.err()).isNotEqualTo(wide.err());
    assertThat(train(folder.resolve("none"), options("--memory 1k", 1)).exit()).isNotZero();
  }

  private static List<Map<String, Object>> progress(Path out) throws IOException {
    return Files.readAllLines(out.resolve("log.jsonl")).stream()
        .map(line -> StrictJson.parseObject(line, "log.jsonl"))
        .filter(line -> "progress".equals(line.get("event")))
        .toList();
  }

  @Test
  void manyActiveFeaturesBecomeFew() throws IOException {
    Path out = folder.resolve("annealed");
    train(
            out,
            options(
                "--recipe topk -k 2 --k-start 8 --k-annealing 0.5 --learning-rate 1e-9"
                    + " --report-every 1",
                10))
        .json();
    List<Double> l0 =
        progress(out).stream().map(line -> (Double) line.get("l0.mean_over_rows")).toList();
    assertThat(l0.get(0)).isBetween(6.0, 8.0);
    assertThat(l0.get(2)).isBetween(3.0, 7.0);
    assertThat(l0.subList(6, 10)).allSatisfy(at -> assertThat(at).isLessThanOrEqualTo(2));
  }

  /** With a learning rate of next to nothing, what is measured is the dictionary given. */
  @Test
  void startsFromADictionary() throws IOException {
    Path out = folder.resolve("further");
    String nothing = " --report-every 1 --learning-rate 1e-12 --input-scaling none";
    train(out, "--start-from @sae --steps 1 --batch 64" + nothing).json();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder start = SparseAutoencoder.load(bench.dictionary(), manager);
        SparseAutoencoder further = SparseAutoencoder.load(out, manager)) {
      double first = (Double) progress(out).get(0).get(SQUARED_ERROR);
      assertThat(first).isCloseTo(firstError(start, manager), withinPercentage(0.01));
      assertThat(further.dSae()).isEqualTo(start.dSae());
      assertThat(further.wDec().toFloatArray())
          .containsExactly(start.wDec().toFloatArray(), within(1e-5f));
      assertThat(further.bEnc().toFloatArray())
          .containsExactly(start.bEnc().toFloatArray(), within(1e-5f));
    }
  }

  /** The squared error of a dictionary on the rows that a training sees first. */
  private static double firstError(SparseAutoencoder dictionary, NDManager manager) {
    TrainingData data = TrainingData.of(ActivationCache.open(bench.cache()), 0);
    try (PrefetchedStream batches = data.batches(new RunLength(1, 64), 0, Device.cpu())) {
      NDArray rows = batches.next(manager);
      NDArray error = dictionary.reconstruct(rows).sub(rows);
      return error.square().sum().getFloat() / 64.0;
    }
  }

  @Test
  void aDictionaryOfOtherWidthsIsNoStart() {
    CommandRun run =
        train(folder.resolve("refused"), "--start-from @sae --features 48 --steps 1 --batch 32");
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint())
        .contains("dictionary to start from: expected dSae=48, dIn=32, got dSae=64, dIn=32");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> result, String key) {
    assertThat(result).containsKey(key);
    return (Map<String, Object>) result.get(key);
  }
}
