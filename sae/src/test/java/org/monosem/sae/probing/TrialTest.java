package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class TrialTest {
  private static Trial trial(ProbingGolden.Sparse golden, boolean sparse) {
    int rows = golden.x.length;
    int[] train = Examples.all(golden.train);
    int[] test = IntStream.range(golden.train, rows).toArray();
    return new Trial(
        matrix(golden, train, sparse),
        Arrays.copyOf(golden.positive, golden.train),
        matrix(golden, test, sparse),
        Arrays.copyOfRange(golden.positive, golden.train, rows));
  }

  private static DesignMatrix matrix(ProbingGolden.Sparse golden, int[] chosen, boolean sparse) {
    return sparse
        ? new SparseRows(Examples.sparse(golden.x), chosen)
        : new DenseRows(golden.x, chosen);
  }

  @Test
  void sparseProbesAreAsAccurateAsNumpys() throws IOException {
    ProbingGolden.Sparse golden = ProbingGolden.load().sparse;
    for (boolean sparse : new boolean[] {false, true}) {
      Trial trial = trial(golden, sparse);
      for (int k = 1; k <= golden.ranked.length; k++) {
        assertThat(trial.accuracyOfBest(k)).isCloseTo(golden.accuracies[k - 1], within(1e-12));
      }
      assertThat(trial.accuracyOfAll())
          .isCloseTo(golden.accuracies[golden.ranked.length - 1], within(1e-12));
    }
  }

  @Test
  void columnsAreRankedAndJudgedAsByNumpy() throws IOException {
    ProbingGolden.Sparse golden = ProbingGolden.load().sparse;
    Trial trial = trial(golden, true);
    double[] difference = MeanDifference.of(trial.train(), trial.trainLabels());
    double[] sizes = Arrays.stream(difference).map(Math::abs).toArray();
    assertThat(MeanDifference.greatest(sizes, sizes.length)).isEqualTo(golden.ranked);
    for (int k = 1; k <= golden.ranked.length; k++) {
      int[] chosen = Arrays.copyOf(golden.ranked, k);
      LogisticProbe probe =
          LogisticRegression.fit(ChosenColumns.of(trial.train(), chosen), trial.trainLabels());
      Decisions decisions =
          probe.decide(ChosenColumns.of(trial.test(), chosen), trial.testLabels());
      assertThat(decisions.f1()).isCloseTo(golden.f1s[k - 1], within(1e-12));
    }
  }

  @Test
  void moreColumnsThanThereAreMeansAllOfThem() throws IOException {
    Trial trial = trial(ProbingGolden.load().sparse, true);
    assertThat(trial.accuracyOfBest(99)).isEqualTo(trial.accuracyOfBest(12));
    assertThat(trial.accuracyOfRandom(99, Seed.of(1)))
        .isCloseTo(trial.accuracyOfAll(), within(1e-12));
  }
}
