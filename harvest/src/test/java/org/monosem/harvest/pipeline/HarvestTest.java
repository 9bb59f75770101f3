package org.monosem.harvest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.CacheException;
import org.monosem.harvest.cache.CacheShard;

class HarvestTest {
  @TempDir Path folder;
  private final FakeModel model = new FakeModel(16);

  @AfterEach
  void close() {
    assertThat(model.held()).isZero();
    model.close();
  }

  @Test
  void everyRowIsWhatTheModelComputesForItsToken() {
    HarvestReport report = options().build(Contexts.of(40, 16), "made up", folder).run();
    assertThat(report.rows()).isEqualTo(640);
    assertThat(report.newRows()).isEqualTo(640);
    assertThat(report.contexts()).isEqualTo(40);
    assertThat(report.complete()).isTrue();
    ActivationCache cache = ActivationCache.open(folder);
    assertThat(cache.rows()).isEqualTo(640);
    assertThat(cache.contexts()).isEqualTo(40);
    assertThat(cache.isComplete()).isTrue();
    Set<List<Long>> places = new HashSet<>();
    for (int i = 0; i < cache.shards(); i++) {
      checkRows(cache.shard(i), places);
    }
    assertThat(places).hasSize(640);
  }

  @Test
  void theManifestSaysWhatMadeTheRows() {
    options().skipTokens(5, 3).build(Contexts.of(3, 16), "made up", folder).run();
    ActivationCache cache = ActivationCache.open(folder);
    assertThat(cache.origin().model()).isEqualTo("fake");
    assertThat(cache.origin().tokenizer()).isEqualTo("numbers");
    assertThat(cache.origin().hook()).isEqualTo(FakeModel.HOOK);
    assertThat(cache.origin().corpus()).isEqualTo("made up");
    assertThat(cache.origin().contextLength()).isEqualTo(16);
    assertThat(cache.origin().selection())
        .isEqualTo(
            "positions from 0, at most 2147483647 a context, without tokens [3, 5], all rows,"
                + " 3 a batch");
    assertThat(cache.layout().type()).isEqualTo(ElementType.F32);
    assertThat(cache.libraryVersion()).isNotBlank();
  }

  @Test
  void aStoppedHarvestGoesOnToTheSameBytes() {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    options().build(mixedLengths(), "made up", whole).run();
    List<HarvestReport> reports = new ArrayList<>();
    for (int stop = 4; reports.isEmpty() || !last(reports).complete(); stop += 5) {
      int[] left = {stop};
      HarvestBuilder stopping = options().listener(progress -> --left[0] > 0);
      reports.add(stopping.build(mixedLengths(), "made up", broken).run());
    }
    assertThat(reports).hasSizeGreaterThan(3);
    assertThat(reports.stream().mapToLong(HarvestReport::newRows).sum())
        .isEqualTo(last(reports).rows());
    assertThat(FolderContent.of(broken)).isEqualTo(FolderContent.of(whole));
  }

  @Test
  void anInterruptStopsAHarvestAndStaysSet() {
    HarvestBuilder interrupted =
        options()
            .listener(
                progress -> {
                  Thread.currentThread().interrupt();
                  return true;
                });
    HarvestReport report = interrupted.build(Contexts.of(40, 16), "made up", folder).run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.complete()).isFalse();
    assertThat(model.calls()).isEqualTo(1);
    assertThat(options().build(Contexts.of(40, 16), "made up", folder).run().rows()).isEqualTo(640);
  }

  @Test
  void aCompleteHarvestIsNotDoneAgain() {
    options().build(Contexts.of(10, 16), "made up", folder).run();
    int calls = model.calls();
    HarvestReport again = options().build(Contexts.of(10, 16), "made up", folder).run();
    assertThat(again.rows()).isEqualTo(160);
    assertThat(again.newRows()).isZero();
    assertThat(model.calls()).isEqualTo(calls);
  }

  @Test
  void theMostRowsAreKeptExactly() {
    List<HarvestProgress> seen = new ArrayList<>();
    HarvestBuilder limited = options().maxRows(101).listener(seen::add);
    HarvestReport report = limited.build(Contexts.of(40, 16), "made up", folder).run();
    assertThat(report.rows()).isEqualTo(101);
    assertThat(report.complete()).isTrue();
    assertThat(seen).extracting(HarvestProgress::rows).containsExactly(48L, 96L, 101L);
    assertThat(seen).extracting(HarvestProgress::contexts).containsExactly(3L, 6L, 9L);
    assertThat(seen).extracting(HarvestProgress::expectedRows).containsOnly(101L);
    assertThat(seen).allSatisfy(progress -> assertThat(progress.rowsPerSecond()).isPositive());
  }

  @Test
  void positionsAreDrawnAndTokensSkipped() {
    int skipped = Contexts.token(0, 5);
    HarvestBuilder drawn = options().firstPosition(2).skipTokens(skipped).positionsPerContext(6);
    drawn.build(Contexts.of(40, 16), "made up", folder).run();
    ActivationCache cache = ActivationCache.open(folder);
    Map<Long, Set<Integer>> positions = new TreeMap<>();
    for (int i = 0; i < cache.shards(); i++) {
      CacheShard shard = cache.shard(i);
      for (int row = 0; row < shard.rows(); row++) {
        assertThat(shard.labels().token(row)).isNotEqualTo(skipped);
        Set<Integer> ofContext =
            positions.computeIfAbsent(shard.labels().context(row), context -> new HashSet<>());
        assertThat(ofContext.add(shard.labels().position(row))).isTrue();
      }
    }
    assertThat(positions).hasSize(40);
    assertThat(positions.values())
        .allSatisfy(chosen -> assertThat(chosen).hasSize(6).doesNotContain(0, 1));
    assertThat(new HashSet<>(positions.values())).hasSizeGreaterThan(20);
  }

  @Test
  void badActivationsAreRefusedWithTheirPlace() {
    int[] tokens = new int[16];
    tokens[9] = 70_000;
    Iterator<TokenContext> contexts =
        List.of(Contexts.context(0, 16), TokenContext.of(tokens, new long[16])).iterator();
    Harvest half = options().type(ElementType.F16).build(contexts, "made up", folder);
    assertThatThrownBy(half::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "context 1, position 9 (token 70000, document 0): activations at"
                + " blocks.0.mlp.hook_post hold a value beyond the range of F16, use BF16 or F32");
  }

  @Test
  void contextsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> run(Collections.emptyIterator()))
        .hasMessage("contexts: there are none to harvest");
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> run(Contexts.of(2, 17)))
        .hasMessage("context 0: expected at most 16 tokens, got 17");
    HarvestBuilder none = options().firstPosition(16);
    assertThatThrownBy(
            () -> none.build(Contexts.of(2, 16), "made up", folder.resolve("none")).run())
        .hasMessage(
            "contexts: no row in 2 contexts (positions from 16, at most 2147483647 a context,"
                + " without tokens [], all rows, 3 a batch)");
  }

  @Test
  void otherContextsCannotGoOn() {
    stopAfter(8);
    assertThatThrownBy(() -> run(Contexts.of(2, 16)))
        .hasMessage("contexts: 18 were harvested before, now there are only 2");
    assertThatThrownBy(() -> run(Contexts.of(40, 15)))
        .hasMessage("contexts: the first 18 differ from those harvested before");
    assertThatThrownBy(() -> options().seed(9).build(Contexts.of(1, 16), "made up", folder).run())
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("holds another harvest: asked for CacheLayout[width=3")
        .hasMessageContaining("seed=9");
    assertThatThrownBy(() -> options().build(Contexts.of(1, 16), "other", folder).run())
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("corpus=other");
  }

  @Test
  void aHarvestThatCannotFitOnTheDiskDoesNotBegin() {
    HarvestBuilder huge = options().maxRows(1L << 50);
    assertThatThrownBy(() -> huge.build(Contexts.of(40, 16), "made up", folder).run())
        .isInstanceOf(CacheException.class)
        .hasMessageMatching(".*: [0-9]+ bytes needed, [0-9]+ free");
    assertThat(model.calls()).isZero();
  }

  @Test
  void aFailureToWriteEndsTheHarvestAsItIsAndCanBeMadeGood() throws IOException {
    Path obstacle = folder.resolve("shard-000004.safetensors").resolve("in the way");
    HarvestBuilder obstructed =
        options()
            .listener(
                progress -> {
                  create(obstacle);
                  return true;
                });
    assertThatThrownBy(() -> obstructed.build(Contexts.of(40, 16), "made up", folder).run())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("shard-000004.safetensors");
    Files.delete(obstacle);
    Files.delete(obstacle.getParent());
    run(Contexts.of(40, 16));
    assertThat(ActivationCache.open(folder).rows()).isEqualTo(640);
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThatThrownBy(() -> options().poolRows(47).build(Contexts.of(1, 16), "x", folder))
        .hasMessage("poolRows: expected room for one batch, 48 rows, got 47");
    assertThatThrownBy(() -> options().batchSize(0).build(Contexts.of(1, 16), "x", folder))
        .hasMessage("batchSize: expected at least 1, got 0");
    assertThatThrownBy(() -> options().maxRows(0).build(Contexts.of(1, 16), "x", folder))
        .hasMessage("maxRows: expected at least 1, got 0");
    assertThatThrownBy(() -> options().firstPosition(-1).build(Contexts.of(1, 16), "x", folder))
        .hasMessage("first position: expected at least 0, got -1");
    assertThatThrownBy(
            () -> Harvest.of(model, HookPoint.mlpPost(3)).build(Contexts.of(1, 16), "x", folder))
        .hasMessage("hook point: the model has no blocks.3.mlp.hook_post");
    assertThatThrownBy(() -> TokenContext.of(new int[2], new long[1]))
        .hasMessage(
            "context: expected at least one token and as many documents, got 2 tokens, 1"
                + " documents");
  }

  private HarvestBuilder options() {
    return Harvest.of(model, FakeModel.HOOK)
        .named("fake", "numbers")
        .type(ElementType.F32)
        .batchSize(3)
        .shardRows(40)
        .poolRows(120)
        .seed(4);
  }

  private void run(Iterator<TokenContext> contexts) {
    options().build(contexts, "made up", folder).run();
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stopAfter(int batches) {
    int[] left = {batches};
    HarvestReport report =
        options()
            .listener(progress -> --left[0] > 0)
            .build(Contexts.of(40, 16), "made up", folder)
            .run();
    assertThat(report.complete()).isFalse();
  }

  /** Contexts of 16, 16, 5, 16, 16, 5, ... tokens. */
  private static Iterator<TokenContext> mixedLengths() {
    return Stream.iterate(0, i -> i < 90, i -> i + 1)
        .map(i -> Contexts.context(i, i % 3 == 2 ? 5 : 16))
        .iterator();
  }

  private static void checkRows(CacheShard shard, Set<List<Long>> places) {
    for (int row = 0; row < shard.rows(); row++) {
      int context = (int) shard.labels().context(row);
      int position = shard.labels().position(row);
      int token = Contexts.token(context, position);
      assertThat(shard.labels().token(row)).isEqualTo(token);
      assertThat(shard.labels().document(row)).isEqualTo(context / 3);
      assertThat(shard.activations(row)).containsExactly(token, position, token * position / 4f);
      assertThat(places.add(List.of((long) context, (long) position))).isTrue();
    }
  }

  private static HarvestReport last(List<HarvestReport> reports) {
    return reports.get(reports.size() - 1);
  }
}
