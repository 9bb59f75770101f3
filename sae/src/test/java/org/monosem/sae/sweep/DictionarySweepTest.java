package org.monosem.sae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.InMemoryActivations;
import org.monosem.core.random.Seed;
import org.monosem.sae.training.DivergedException;
import org.monosem.sae.training.InputScaling;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.RunLength;
import org.monosem.sae.training.TrainingData;
import org.monosem.sae.training.TrainingPlan;
import org.monosem.sae.training.TrainingProgress;

/** A sweep gives every dictionary what a run of its own gives it, however often it is killed. */
class DictionarySweepTest {
  private static final SweepListener SILENT = new SweepListener() {};
  private static final Map<String, byte[]> SEPARATE = new LinkedHashMap<>();

  @TempDir Path folder;

  @BeforeAll
  static void trainSeparately(@TempDir Path alone) {
    for (SweepEntry entry : SweepRun.entries()) {
      SEPARATE.put(entry.name(), SweepRun.separately(alone, entry));
    }
  }

  @Test
  void theBitsAreThoseOfSeparateRuns() {
    try (DictionarySweep sweep = SweepRun.sweep(folder, SweepRun.entries(), SILENT)) {
      assertThat(sweep.train()).isTrue();
      assertThat(sweep.step()).isEqualTo(SweepRun.STEPS);
    }
    assertSeparateBits(SweepRun.entries());
    for (SweepEntry entry : SweepRun.entries()) {
      assertThat(folder.resolve(entry.name()).toFile().list())
          .containsExactlyInAnyOrder(
              "cfg.json", "sae_weights.safetensors", "log.jsonl", "checkpoints");
    }
  }

  /**
   * Dies while a dictionary's step is reported: those before it have kept that step, it has not.
   */
  @ParameterizedTest
  @CsvSource({
    "small,1",
    "small,3",
    "bricken,3",
    "large,3",
    "large,4",
    "bricken,5",
    "large,6",
    "bricken,12"
  })
  void resumesExactlyWhereverItIsKilled(String name, int step) {
    SweepListener killer =
        new SweepListener() {
          @Override
          public void progressed(SweepEntry entry, TrainingProgress progress) {
            if (entry.name().equals(name) && progress.step() == step) {
              throw new Killed();
            }
          }
        };
    try (DictionarySweep sweep = SweepRun.sweep(folder, SweepRun.entries(), killer)) {
      assertThatThrownBy(sweep::train).isInstanceOf(Killed.class);
    }
    try (DictionarySweep sweep = SweepRun.sweep(folder, SweepRun.entries(), SILENT)) {
      assertThat(sweep.step()).isEqualTo(3L * Math.floorDiv(step - 1, 3));
      assertThat(sweep.train()).isTrue();
    }
    assertSeparateBits(SweepRun.entries());
  }

  @Test
  void stopsWhenAskedAndGoesOn() {
    DictionarySweep[] self = new DictionarySweep[1];
    List<Long> steps = new ArrayList<>();
    SweepListener stopper =
        new SweepListener() {
          @Override
          public void stepped(long step, long all, int training) {
            steps.add(step);
            assertThat(all).isEqualTo(SweepRun.STEPS);
            assertThat(training).isEqualTo(SweepRun.entries().size());
            if (step == 4) {
              self[0].requestStop();
            }
          }
        };
    try (DictionarySweep sweep = SweepRun.sweep(folder, SweepRun.entries(), stopper)) {
      self[0] = sweep;
      assertThat(sweep.train()).isFalse();
      assertThat(steps).containsExactly(1L, 2L, 3L, 4L);
      assertThat(folder.resolve("small/cfg.json")).doesNotExist();
    }
    try (DictionarySweep sweep = SweepRun.sweep(folder, SweepRun.entries(), SILENT)) {
      assertThat(sweep.step()).isEqualTo(4);
      assertThat(sweep.train()).isTrue();
    }
    assertSeparateBits(SweepRun.entries());
  }

  @Test
  void anEntryThatIsAddedCatchesUpWhileTheOthersWait() throws Exception {
    List<SweepEntry> all = SweepRun.entries();
    try (DictionarySweep sweep = SweepRun.sweep(folder, all.subList(0, 2), SILENT)) {
      sweep.train();
    }
    byte[] log = Files.readAllBytes(folder.resolve("small/log.jsonl"));
    List<Integer> training = new ArrayList<>();
    SweepListener counter =
        new SweepListener() {
          @Override
          public void stepped(long step, long steps, int count) {
            training.add(count);
          }
        };
    try (DictionarySweep sweep = SweepRun.sweep(folder, all, counter)) {
      assertThat(sweep.train()).isTrue();
    }
    assertThat(training).hasSize(SweepRun.STEPS).containsOnly(all.size() - 2);
    assertSeparateBits(all);
    assertThat(folder.resolve("small/log.jsonl")).hasBinaryContent(log);
  }

  @Test
  void oneThatDivergesIsNotedAndTheOthersGoOn() {
    Recipe wild =
        Recipe.aprilUpdate2024()
            .withLearningRate(1e18)
            .withClipNorm(0)
            .withInputScaling(InputScaling.NONE);
    List<SweepEntry> entries = new ArrayList<>(SweepRun.entries());
    entries.add(1, SweepRun.entry("wild", wild, 20, 1));
    for (int attempt = 0; attempt < 2; attempt++) {
      List<String> diverged = new ArrayList<>();
      SweepListener noting =
          new SweepListener() {
            @Override
            public void diverged(SweepEntry entry, DivergedException failure) {
              diverged.add(entry.name() + ": " + failure.getMessage());
            }
          };
      try (DictionarySweep sweep = SweepRun.sweep(folder, entries, noting)) {
        assertThat(sweep.train()).isTrue();
        assertThat(diverged).hasSize(1);
        assertThat(diverged.get(0)).startsWith("wild: training diverged at step ");
      }
      assertThat(folder.resolve("wild/cfg.json")).doesNotExist();
    }
    assertSeparateBits(SweepRun.entries());
  }

  @Test
  void eachBatchIsReadOnceForAll() {
    List<Long> opened = new ArrayList<>();
    ActivationSource rows = InMemoryActivations.of(SweepRun.ROWS);
    ActivationSource counting =
        new ActivationSource() {
          @Override
          public int width() {
            return rows.width();
          }

          @Override
          public long rows() {
            return rows.rows();
          }

          @Override
          public ActivationStream open(Seed seed, long startRow) {
            synchronized (opened) {
              opened.add(seed.value());
            }
            return rows.open(seed, startRow);
          }
        };
    List<SweepEntry> entries =
        new SweepGrid(
                List.of(SweptRecipe.of("2024", Recipe.aprilUpdate2024(), List.of(1.0, 2.0))),
                List.of(8, 16),
                List.of(1L, 2L))
            .entries(SweepRun.LENGTH);
    try (DictionarySweep sweep =
        DictionarySweep.builder(TrainingData.of(counting, 9), entries).build()) {
      sweep.train();
    }
    Seed seed = Seed.of(9);
    assertThat(opened)
        .containsExactlyInAnyOrder(seed.named("scale").value(), seed.named("data").value());
  }

  @Test
  void refusesEntriesThatDoNotFit() {
    SweepEntry one = SweepRun.april("one", 8, 1, 1);
    SweepEntry longer =
        new SweepEntry(
            "longer", TrainingPlan.of(Recipe.aprilUpdate2024(), 8, new RunLength(13, 16), 1));
    assertRefused(List.of(), "entries: expected at least one, got none");
    assertRefused(List.of(one, one), "entries: two are named one");
    assertRefused(
        List.of(one, longer),
        "entries: expected one batch and number of steps for all, got RunLength[steps=12,"
            + " batch=16] for one and RunLength[steps=13, batch=16] for longer");
    assertThatThrownBy(() -> new SweepEntry("../up", one.plan()))
        .hasMessage("name: expected letters, digits, '.', '_' and '-', got \"../up\"");
  }

  @Test
  void refusesCheckpointsOfOtherData() {
    List<SweepEntry> entries = SweepRun.entries();
    try (DictionarySweep sweep = SweepRun.sweep(folder, entries, SILENT)) {
      sweep.train();
    }
    TrainingData other = TrainingData.of(InMemoryActivations.of(SweepRun.ROWS), 78);
    assertThatThrownBy(() -> DictionarySweep.builder(other, entries).folder(folder, 3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source.seed was 77, is now 78");
  }

  private void assertSeparateBits(List<SweepEntry> entries) {
    for (SweepEntry entry : entries) {
      assertThat(SweepRun.finalState(folder, entry))
          .as(entry.name())
          .isEqualTo(SEPARATE.get(entry.name()));
    }
  }

  private static void assertRefused(List<SweepEntry> entries, String message) {
    assertThatThrownBy(() -> DictionarySweep.builder(SweepRun.data(), entries))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** What a killed process looks like from inside. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }
}
