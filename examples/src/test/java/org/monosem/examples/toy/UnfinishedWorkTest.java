package org.monosem.examples.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.superposition.SuperpositionSetting;
import org.monosem.sae.toymodel.superposition.SuperpositionTraining;

class UnfinishedWorkTest {
  private static final SuperpositionPlan SMALL =
      new SuperpositionPlan(
          new SuperpositionSetting(2, List.of(1.0, 0.5, 0.2), List.of(1.0, 0.1)),
          new SuperpositionSetting(3, List.of(1.0, 1.0, 1.0, 1.0), List.of(1.0, 0.01)),
          new SuperpositionTraining(320, 16, 0.01, 0),
          1);

  @TempDir private Path folder;

  private static SuperpositionExperiment experiment(long seed) {
    return new SuperpositionExperiment(Device.cpu(), SMALL, Seed.of(seed));
  }

  /** Ends the experiment after so many reports of progress. */
  private static ToyProgress until(int reports, RuntimeException end) {
    int[] heard = {0};
    return (done, note) -> {
      if (++heard[0] == reports) {
        throw end;
      }
    };
  }

  @Test
  void aStopKeepsWhatIsDone() {
    Findings whole = experiment(1).run(ToyProgress.none(), UnfinishedWork.none());
    for (int reports : new int[] {2, 4}) {
      UnfinishedWork work = UnfinishedWork.in(folder, experiment(1));
      assertThatThrownBy(
              () -> experiment(1).run(until(reports, new CancellationException("enough")), work))
          .hasMessage("enough");
    }
    assertThat(folder.resolve("checkpoints/superposition"))
        .isDirectoryContaining(path -> path.endsWith("demonstration"))
        .isDirectoryContaining(path -> path.endsWith("geometry"));
    UnfinishedWork work = UnfinishedWork.in(folder, experiment(1));
    assertThat(work.isBegun()).isTrue();
    int[] reports = {0};
    assertThat(experiment(1).run((done, note) -> reports[0]++, work)).isEqualTo(whole);
    assertThat(reports[0]).as("320 steps less the 200 done, 100 a report").isEqualTo(2);
    work.delete();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aKilledRunIsKeptAsItWasNowAndThen() {
    Findings whole = experiment(1).run(ToyProgress.none(), UnfinishedWork.none());
    UnfinishedWork always = UnfinishedWork.in(folder, experiment(1), Duration.ZERO);
    assertThatThrownBy(
            () -> experiment(1).run(until(3, new IllegalStateException("killed")), always))
        .hasMessage("killed");
    int[] reports = {0};
    UnfinishedWork work = UnfinishedWork.in(folder, experiment(1));
    assertThat(experiment(1).run((done, note) -> reports[0]++, work)).isEqualTo(whole);
    assertThat(reports[0]).as("two of eight reports were saved").isEqualTo(6);
  }

  @Test
  void anotherExperimentIsRefusedBeforeItsWork() {
    UnfinishedWork work = UnfinishedWork.in(folder, experiment(1));
    assertThat(work.isBegun()).isFalse();
    assertThatThrownBy(() -> experiment(1).run(until(1, new CancellationException("enough")), work))
        .hasMessage("enough");
    assertThatThrownBy(() -> UnfinishedWork.in(folder, experiment(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "experiment.json: of a run with other settings: seed was 1, is now 2; give the same or"
                + " another folder");
  }

  @Test
  void nothingIsKeptWithoutAFolder() throws Exception {
    assertThat(UnfinishedWork.none().isBegun()).isFalse();
    UnfinishedWork.none().delete();
    Files.writeString(Files.createDirectories(folder.resolve("checkpoints")).resolve("x"), "");
    UnfinishedWork.in(folder, experiment(1)).delete();
    assertThat(folder.resolve("checkpoints/x")).exists();
  }
}
