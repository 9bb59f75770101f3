package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.RowLabels;
import org.monosem.harvest.pipeline.SkippedPositions;
import org.monosem.harvest.tokenizer.TokenizerFile;

/** Positions that are left out of a cache, and of the evaluation after it. */
class SkipOptionsTest {
  /** The first merge of the tokenizer, so a frequent one. */
  private static final int FREQUENT = 257;

  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void makeACache() {
    bench = Workbench.in(folder);
  }

  @Test
  void whatIsSkippedIsNotInTheCache() {
    int special = TokenizerFile.load(bench.tokens()).endOfTextId();
    Labels all = new Labels(bench.cache());
    assertThat(all.positions).contains(0, 1, 2);
    assertThat(all.tokens).contains(special, FREQUENT);
    Labels some =
        new Labels(
            harvested("some", "--skip-first", 2, "--skip-tokens", FREQUENT, "--skip-special"));
    assertThat(some.positions).contains(2, 3).doesNotContain(0, 1);
    assertThat(some.tokens).doesNotContain(special, FREQUENT);
    assertThat(SkippedPositions.of(some.cache.origin()))
        .isEqualTo(new SkippedPositions(2, Set.of(special, FREQUENT)));
  }

  @Test
  void anEvaluationLeavesOutWhatTheCacheDoes() {
    Path cache = harvested("few", "--skip-first", 1, "--skip-special", "--skip-tokens", FREQUENT);
    int special = TokenizerFile.load(bench.tokens()).endOfTextId();
    Map<String, Object> told = evaluated(cache);
    Map<String, Object> spelt =
        evaluated(bench.cache(), "--keep-first", "--keep-tokens", special + "," + FREQUENT);
    assertThat(told)
        .containsEntry(
            "unedited_as_in_cache",
            "positions before 1, tokens [" + special + ", " + FREQUENT + "]");
    assertThat(told.get("model")).isEqualTo(spelt.get("model"));
    assertThat(told.get("model")).isNotEqualTo(evaluated(bench.cache()).get("model"));
    assertThat(told.get("model"))
        .isNotEqualTo(evaluated(bench.cache(), "--keep-first").get("model"));
  }

  private static Path harvested(String name, Object... more) {
    Path cache = folder.resolve(name);
    List<Object> options = new ArrayList<>(bench.harvestOptions(cache));
    options.addAll(List.of(more));
    Workbench.run("harvest", options).json();
    return cache;
  }

  private static Map<String, Object> evaluated(Path cache, Object... more) {
    List<Object> options =
        new ArrayList<>(List.of("--sae", bench.dictionary(), "--cache", cache, "--rows", 100));
    options.addAll(List.of("--model", bench.model(), "--corpus", bench.corpus()));
    options.addAll(List.of("--contexts", 40));
    options.addAll(List.of(more));
    return Workbench.run("evaluate", options).json();
  }

  /** The tokens and positions of a cache's rows. */
  private static final class Labels {
    final ActivationCache cache;
    final Set<Integer> tokens = new HashSet<>();
    final Set<Integer> positions = new HashSet<>();

    Labels(Path folder) {
      cache = ActivationCache.open(folder);
      for (int shard = 0; shard < cache.shards(); shard++) {
        RowLabels labels = cache.shard(shard).labels();
        for (int row = 0; row < cache.shard(shard).rows(); row++) {
          tokens.add(labels.token(row));
          positions.add(labels.position(row));
        }
      }
    }
  }
}
