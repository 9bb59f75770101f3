package org.monosem.harvest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.ActivationPart;
import org.monosem.core.ActivationStream;
import org.monosem.core.HookPoint;
import org.monosem.core.PairedActivations;
import org.monosem.core.random.Seed;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.PairedCaches;

/** Several hook points, or models, of the same tokens: caches whose rows belong together. */
class PairedHarvestTest {
  private static final HookPoint FIRST = FakeModel.HOOK;
  private static final HookPoint SECOND = FakeModel.OTHER;

  @TempDir Path folder;
  private final FakeModel model = new FakeModel(16);
  private final FakeModel another = new FakeModel(20);

  @AfterEach
  void close() {
    assertThat(model.held()).isZero();
    model.close();
    another.close();
  }

  @Test
  void rowsOfBothHookPointsAreOfTheSameTokens() {
    HarvestReport report = both().build(Contexts.of(40, 16), "made up", folder).run();
    assertThat(report.rows()).isEqualTo(640);
    assertThat(report.cache()).isEqualTo(folder);
    PairedActivations pairs = PairedCaches.open(folders(folder));
    assertThat(pairs.width()).isEqualTo(5);
    assertThat(pairs.widths()).containsExactly(3, 2);
    assertThat(pairs.parts())
        .containsExactly(
            new ActivationPart("fake", FIRST, 3), new ActivationPart("fake", SECOND, 2));
    Set<List<Float>> seen = new HashSet<>();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = pairs.open(Seed.of(4), 0)) {
      for (int batch = 0; batch < 20; batch++) {
        float[] rows = stream.next(manager, 32).toFloatArray();
        for (int at = 0; at < rows.length; at += 5) {
          assertThat(rows[at + 3]).isEqualTo(rows[at + 1]);
          assertThat(rows[at + 4]).isEqualTo(rows[at]);
          assertThat(rows[at + 2]).isEqualTo(rows[at] * rows[at + 1] / 4);
          seen.add(List.of(rows[at], rows[at + 1]));
        }
      }
      assertThat(stream.position()).isEqualTo(640);
    }
    assertThat(seen).hasSizeGreaterThan(500);
  }

  @Test
  void aStreamOpenedLaterGoesOnWhereTheFirstStood() {
    both().build(Contexts.of(40, 16), "made up", folder).run();
    PairedActivations pairs = PairedCaches.open(folders(folder));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream whole = pairs.open(Seed.of(4), 0);
        ActivationStream later = pairs.open(Seed.of(4), 700)) {
      int held = manager.getManagedArrays().size();
      whole.next(manager, 700).close();
      float[] expected = whole.next(manager, 50).toFloatArray();
      assertThat(later.next(manager, 50).toFloatArray()).isEqualTo(expected);
      assertThat(manager.getManagedArrays()).hasSize(held + 2);
    }
  }

  /** As after a kill between the commits of two caches, whichever of them came first. */
  @Test
  void aCacheThatFellBehindCatchesUp() throws IOException {
    Path whole = folder.resolve("whole");
    both().build(Contexts.of(40, 16), "made up", whole).run();
    for (HookPoint behind : List.of(FIRST, SECOND)) {
      Path broken = folder.resolve("broken-" + behind);
      Path kept = folder.resolve("kept-" + behind);
      stopAfter(4, broken);
      copy(broken.resolve(behind.name()), kept);
      stopAfter(5, broken);
      delete(broken.resolve(behind.name()));
      copy(kept, broken.resolve(behind.name()));
      assertThat(ActivationCache.open(broken.resolve(FIRST.name())).rows())
          .isNotEqualTo(ActivationCache.open(broken.resolve(SECOND.name())).rows());
      assertThat(both().build(Contexts.of(40, 16), "made up", broken).run().complete()).isTrue();
      for (HookPoint hook : List.of(FIRST, SECOND)) {
        assertThat(FolderContent.of(broken.resolve(hook.name())))
            .isEqualTo(FolderContent.of(whole.resolve(hook.name())));
      }
    }
  }

  @Test
  void twoModelsAreHarvestedSideBySide() {
    HarvestBuilder models = one().contextLength(16).and(another, "other", FIRST);
    models.build(Contexts.of(10, 16), "made up", folder).run();
    PairedActivations pairs =
        PairedCaches.open(
            List.of(folder.resolve("model0-" + FIRST), folder.resolve("model1-" + FIRST)));
    assertThat(pairs.parts()).extracting(ActivationPart::model).containsExactly("fake", "other");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = pairs.open(Seed.of(4), 0)) {
      float[] row = stream.next(manager, 1).toFloatArray();
      assertThat(row).hasSize(6);
      assertThat(row[3]).isEqualTo(row[0]);
    }
  }

  @Test
  void refusesHookPointsTwiceAndModelsThatReadLess() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one().and(FIRST).build(Contexts.of(4, 16), "made up", folder))
        .withMessage("hook point given twice: " + FIRST);
    try (FakeModel shorter = new FakeModel(8)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> one().and(shorter, "short", FIRST).build(Contexts.of(4, 16), "made up", folder))
          .withMessage("short: contexts have up to 16 tokens, this model reads 8");
    }
  }

  @Test
  void refusesCachesWhoseRowsDoNotBelongTogether() {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    Path c = folder.resolve("c");
    one().build(Contexts.of(10, 16), "made up", a).run();
    one().seed(8).build(Contexts.of(10, 16), "made up", b).run();
    one().build(Contexts.of(9, 16), "made up", c).run();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedCaches.open(List.of(a, b)))
        .withMessage(
            "paired caches: the rows of %s and %s do not belong together: seed 7 and 8", a, b);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedCaches.open(List.of(a, c)))
        .withMessageContaining("rows 160 and 144")
        .withMessageContaining("contexts 10 and 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedCaches.open(List.of(a)))
        .withMessage("paired activations: expected two sources or more, got 1");
  }

  private void stopAfter(int batches, Path into) {
    int[] left = {batches};
    both().listener(progress -> --left[0] > 0).build(Contexts.of(40, 16), "made up", into).run();
  }

  private HarvestBuilder both() {
    return one().and(SECOND);
  }

  private HarvestBuilder one() {
    return Harvest.of(model, FIRST)
        .named("fake", "numbers")
        .type(ElementType.F32)
        .seed(7)
        .batchSize(3)
        .shardRows(40)
        .poolRows(100);
  }

  private static List<Path> folders(Path parent) {
    return List.of(parent.resolve(FIRST.name()), parent.resolve(SECOND.name()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path from) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
