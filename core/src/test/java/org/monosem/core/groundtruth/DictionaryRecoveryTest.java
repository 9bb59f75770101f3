package org.monosem.core.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

class DictionaryRecoveryTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** What {@code recovery.py} made. */
  private static final class Golden {
    double[][] cosines;
    int[][] truth;
    int[][] found;
    int[] match;
    double mmcs_atoms;
    double mmcs_features;
    double matched_cosine;
    double recovered;
    double matched_recovered;
    double uniqueness;
    int fired_atoms;
    double precision;
    double recall;
    double f1;
    double true_l0;
    double l0;

    static Golden[] load() throws IOException {
      try (Reader in =
          new InputStreamReader(
              Objects.requireNonNull(Golden.class.getResourceAsStream("recovery.json")),
              StandardCharsets.UTF_8)) {
        return new Gson().fromJson(in, Golden[].class);
      }
    }
  }

  @Test
  void everyFigureIsThatOfNumpy() throws IOException {
    for (Golden golden : Golden.load()) {
      DirectionMatch match = new DirectionMatch(golden.cosines);
      FiringMatch firing = new FiringMatch(match, golden.cosines.length, golden.cosines[0].length);
      firing.add(
          sparse(Arrays.copyOfRange(golden.truth, 0, 13)),
          sparse(Arrays.copyOfRange(golden.found, 0, 13)));
      firing.add(
          sparse(Arrays.copyOfRange(golden.truth, 13, 40)),
          sparse(Arrays.copyOfRange(golden.found, 13, 40)));
      for (int atom = 0; atom < golden.match.length; atom++) {
        assertThat(match.feature(atom)).isEqualTo(golden.match[atom]);
      }
      double[] actual = {
        match.meanOverAtoms(),
        match.meanOverFeatures(),
        match.matchedMean(),
        match.shareAbove(0.9),
        match.matchedShareAbove(0.9),
        match.uniqueness(),
        firing.fired(),
        firing.precision(),
        firing.recall(),
        firing.f1(),
        firing.trueL0(),
        firing.l0()
      };
      double[] expected = {
        golden.mmcs_atoms,
        golden.mmcs_features,
        golden.matched_cosine,
        golden.recovered,
        golden.matched_recovered,
        golden.uniqueness,
        golden.fired_atoms,
        golden.precision,
        golden.recall,
        golden.f1,
        golden.true_l0,
        golden.l0
      };
      assertThat(actual).containsExactly(expected, within(1e-12));
    }
  }

  private static FeatureActivations sparse(int[][] fires) {
    int[] offsets = new int[fires.length + 1];
    List<Integer> features = new ArrayList<>();
    for (int row = 0; row < fires.length; row++) {
      for (int i = 0; i < fires[row].length; i++) {
        if (fires[row][i] != 0) {
          features.add(i);
        }
      }
      offsets[row + 1] = features.size();
    }
    float[] values = new float[features.size()];
    Arrays.fill(values, 1);
    int[] of = features.stream().mapToInt(i -> i).toArray();
    return FeatureActivations.of(fires[0].length, offsets, of, values);
  }

  @Test
  void theAssignmentIsTheBestOfAll() {
    SplittableRandom random = Seed.of(3).random();
    for (int round = 0; round < 300; round++) {
      double[][] values = new double[1 + random.nextInt(6)][1 + random.nextInt(6)];
      for (double[] row : values) {
        for (int c = 0; c < row.length; c++) {
          row[c] = round % 2 == 0 ? random.nextDouble(-1, 1) : random.nextInt(3);
        }
      }
      int[] assigned = Assignment.greatest(values);
      double total = 0;
      for (int row = 0; row < values.length; row++) {
        total += assigned[row] < 0 ? 0 : values[row][assigned[row]];
      }
      int[] used = Arrays.stream(assigned).filter(c -> c >= 0).toArray();
      assertThat(used).doesNotHaveDuplicates().hasSize(Math.min(values.length, values[0].length));
      assertThat(total).isCloseTo(best(values, 0, 0, used.length), within(1e-12));
    }
  }

  /** Every way to give {@code left} rows from {@code row} on a column that is not taken. */
  private static double best(double[][] values, int row, int taken, int left) {
    if (left == 0) {
      return 0;
    }
    double best =
        values.length - row > left ? best(values, row + 1, taken, left) : Double.NEGATIVE_INFINITY;
    for (int c = 0; c < values[row].length; c++) {
      if ((taken & 1 << c) == 0) {
        best = Math.max(best, values[row][c] + best(values, row + 1, taken | 1 << c, left - 1));
      }
    }
    return best;
  }

  @Test
  void manyEqualOnesAreAssigned() {
    double[][] values = new double[200][300];
    for (int row = 0; row < 200; row++) {
      values[row][299 - row] = 1;
    }
    int[] assigned = Assignment.greatest(values);
    for (int row = 0; row < 200; row++) {
      assertThat(assigned[row]).isEqualTo(299 - row);
    }
  }

  /** A feature fires above a quarter: below the least amplitude, above rounding. */
  private SparseAutoencoder dictionary(float[][] encoder, float[][] decoder) {
    int width = decoder[0].length;
    return SparseAutoencoder.of(
        manager,
        DictionaryConfig.relu(width, decoder.length, false),
        manager.create(encoder),
        manager.full(new Shape(decoder.length), -0.25f),
        manager.create(decoder),
        manager.zeros(new Shape(width)));
  }

  @Test
  void theTruthItselfIsFoundWhole() {
    GroundTruth truth = orthogonal();
    float[][] twice = truth.atoms();
    for (float[] row : twice) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= 2;
      }
    }
    try (SparseAutoencoder dictionary = dictionary(truth.atoms(), twice)) {
      RecoveryReport report = DictionaryRecovery.measure(dictionary, truth, 50, 5000);
      assertThat(report.atomCosine()).isCloseTo(1, within(1e-6));
      assertThat(report.recovered()).isEqualTo(1);
      assertThat(report.uniqueness()).isEqualTo(1);
      assertThat(report.rows()).isEqualTo(5000);
      assertThat(report.f1()).isEqualTo(1);
      assertThat(report.precision()).isEqualTo(1);
      assertThat(report.recall()).isEqualTo(1);
      assertThat(report.trueL0()).isCloseTo(2, within(0.1));
    }
  }

  private static GroundTruth orthogonal() {
    return GroundTruth.of(
        GroundTruthOptions.of(6, 2).withDirections(AtomDirections.orthonormal()), 6, Seed.of(1));
  }

  @Test
  void halfOfTheTruthIsFoundByHalf() {
    GroundTruth truth = orthogonal();
    float[][] atoms = Arrays.copyOf(truth.atoms(), 3);
    try (SparseAutoencoder dictionary = dictionary(atoms, atoms)) {
      RecoveryReport report = DictionaryRecovery.measure(dictionary, truth, 0, 100);
      assertThat(report.atomCosine()).isCloseTo(0.5, within(1e-6));
      assertThat(report.matchedCosine()).isCloseTo(0.5, within(1e-6));
      assertThat(report.featureCosine()).isCloseTo(1, within(1e-6));
      assertThat(report.matchedRecovered()).isEqualTo(0.5);
      assertThat(report.recall()).isCloseTo(0.5, within(1e-9));
      assertThat(report.toMap()).containsEntry("recovered", 0.5).containsEntry("features", 3L);
    }
  }

  @Test
  void nothingIsLeftBehind() {
    GroundTruth truth = orthogonal();
    try (SparseAutoencoder dictionary = dictionary(truth.atoms(), truth.atoms());
        NDManager inner = dictionary.newManager()) {
      DictionaryRecovery.measure(dictionary, truth, 0, 10);
      int before = inner.getParentManager().getManagedArrays().size();
      DictionaryRecovery.measure(dictionary, truth, 0, 10);
      assertThat(inner.getParentManager().getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void anotherWidthIsRefused() {
    float[][] atoms = {{1, 0}};
    try (SparseAutoencoder dictionary = dictionary(atoms, atoms)) {
      assertThatThrownBy(() -> DictionaryRecovery.measure(dictionary, orthogonal(), 0, 10))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "dictionary: expected dIn=6 and dOut the same, as the truth, got dIn=2, dOut=2");
      assertThatThrownBy(() -> DictionaryRecovery.measure(dictionary, orthogonal(), 0, 0))
          .hasMessage("rows: expected at least 1, got 0");
    }
  }
}
