package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
            "features-16-coefficient-1-seed-3",
            "features-16-coefficient-5-seed-3",
            "features-64-coefficient-1-seed-3",
            "features-64-coefficient-5-seed-3");
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
  void withoutJsonTheTableHasColumns() {
    Path out = folder.resolve("text");
    Object[] words = Workbench.words("sweep", options(out));
    words[words.length - 1] = "--seed=4";
    CommandRun run = CommandRun.of(words);
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.matches(" +name +features +coefficient +seed +steps +rows +l0 .*"))
        .anyMatch(line -> line.matches(" *features-64-coefficient-5-seed-3 +64 +5\\.0000 +3 .*"));
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
