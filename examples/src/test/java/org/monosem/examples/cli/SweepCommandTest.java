package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.json.StrictJson;

class SweepCommandTest {
  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void makeACache() {
    bench = Workbench.in(folder);
  }

  @Test
  void trainsEveryCombinationAndTabulatesIt() {
    Path out = folder.resolve("sweep");
    CommandRun run = Workbench.run("sweep", options(out));
    Map<String, Object> result = run.json();
    assertThat(result)
        .containsOnlyKeys("sweep", "complete", "step", "dictionaries")
        .containsEntry("complete", true)
        .containsEntry("step", 8L);
    List<Map<String, Object>> table = dictionaries(result);
    assertThat(table)
        .extracting(line -> line.get("name"))
        .containsExactly(
            "2024-features-16-coefficient-1-seed-3",
            "2024-features-16-coefficient-5-seed-3",
            "2024-features-64-coefficient-1-seed-3",
            "2024-features-64-coefficient-5-seed-3");
    assertThat(table)
        .allSatisfy(
            line -> {
              assertThat(line).containsEntry("rows", 500L).containsEntry("steps", 8L);
              assertThat(line).containsKeys("l0", "explained_variance", "loss", "dead_features");
            });
    assertThat(StrictJson.readObject(out.resolve("sweep.json")).get("dictionaries"))
        .isEqualTo(table);
    assertThat(run.err()).contains("training: 8 of 8 steps", "measuring: 2,000 of 2,000 rows");
  }

  @Test
  void aStoppedSweepGoesOnToTheSameBits() {
    Path straight = folder.resolve("straight");
    Workbench.run("sweep", options(straight)).json();
    Path out = folder.resolve("stopped");
    AtomicInteger asked = new AtomicInteger();
    Object[] words = Workbench.words("sweep", options(out));
    CommandRun stopped = CommandRun.askedToStop(() -> asked.incrementAndGet() > 3, words);
    assertThat(stopped.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(stopped.out()).contains("\"complete\": false", "\"step\": 4");
    List<Map<String, Object>> table = dictionaries(CommandRun.of(words).json());
    for (Map<String, Object> line : table) {
      String weights = line.get("name") + "/sae_weights.safetensors";
      assertThat(out.resolve(weights)).hasSameBinaryContentAs(straight.resolve(weights));
    }
  }

  @Test
  void termsAreAddedToEveryDictionary() throws IOException {
    Path out = folder.resolve("terms");
    List<Object> options = new ArrayList<>(options(out));
    options.addAll(List.of("--embedding-term", 0.5, "--decorrelation", 0.001, "--term-rows", 48));
    CommandRun run = Workbench.run("sweep", options);
    assertThat(run.err()).contains(", terms ");
    for (Map<String, Object> line : dictionaries(run.json())) {
      assertThat(Files.readString(out.resolve(line.get("name") + "/log.jsonl")))
          .contains("\"EmbeddingTerm\",\"weight\":0.5,\"rows\":48")
          .contains("\"DecorrelationTerm\",\"weight\":0.001,\"rows\":48")
          .contains("\"term.embedding.weighted.mean_over_steps\":0.")
          .contains("\"term.decorrelation.weighted.mean_over_steps\":0.");
    }
  }

  @Test
  void withoutJsonTheTableHasColumns() {
    Path out = folder.resolve("text");
    Object[] words = Workbench.words("sweep", options(out));
    words[words.length - 1] = "--seed=4";
    CommandRun run = CommandRun.of(words);
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.matches(" +name +features +coefficient +recipe +sparsity knob .*"))
        .anyMatch(
            line -> line.matches(" *2024-features-64-coefficient-5-seed-3 +64 +5\\.0000 +april.*"));
  }

  @Test
  void aMixedSweepIsPlottedOnTheCacheAndInTheModel() throws IOException {
    Path out = folder.resolve("mixed");
    List<Object> options = new ArrayList<>(options(out));
    options.addAll(List.of("--recipe", "2024,topk,batch-topk,matryoshka", "-k", "2,6"));
    options.addAll(List.of("--model", bench.model(), "--corpus", bench.corpus()));
    options.addAll(List.of("--contexts", 3, "--all-documents"));
    List<Map<String, Object>> table = dictionaries(Workbench.run("sweep", options).json());
    assertThat(table).hasSize(16);
    assertThat(table.get(4))
        .containsEntry("name", "topk-features-16-k-2-seed-3")
        .containsEntry("recipe", "topk-2024")
        .containsEntry("sparsity_knob", "k")
        .containsEntry("sparsity", 2.0)
        .containsEntry("l0", 2.0)
        .containsEntry("contexts", 3L);
    assertThat(table)
        .allSatisfy(
            line -> {
              assertThat(line).containsKeys("loss_spliced", "loss_recovered_zero", "model_l0");
              assertThat((double) line.get("fvu") + (double) line.get("explained_variance"))
                  .isEqualTo(1, within(1e-12));
            });
    for (String plot : List.of("l0-fvu", "l0-loss-recovered")) {
      assertThat(Files.readString(out.resolve(plot + ".svg")))
          .contains("april-update-2024, 16 features", "topk-2024, 64 features")
          .contains("matryoshka-2025, 64 features", "Pareto front");
      assertThat(out.resolve(plot + ".png")).isNotEmptyFile();
    }
  }

  private static List<Object> options(Path out) {
    return List.of(
        "--cache",
        bench.cache(),
        "--out",
        out,
        "--features",
        "16,64",
        "--l1",
        "1,5",
        "--seeds",
        3,
        "--steps",
        8,
        "--batch",
        64,
        "--checkpoint-every",
        4,
        "--evaluation-rows",
        500,
        "--costs",
        "fixed");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> dictionaries(Map<String, Object> result) {
    return (List<Map<String, Object>>) result.get("dictionaries");
  }
}
