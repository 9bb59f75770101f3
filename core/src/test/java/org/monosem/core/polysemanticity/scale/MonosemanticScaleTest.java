package org.monosem.core.polysemanticity.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

class MonosemanticScaleTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return manager.create(flat, new Shape(rows.length, rows[0].length));
  }

  @Test
  void everyScoreIsThatOfTheDefinitionOverTheRowsBefore() {
    double[][] rows = UnitMomentsTest.rows(80, 3, 6);
    List<double[]> scores = new ArrayList<>();
    ScaleOptions options = new ScaleOptions(5, List.of(1.0, 4.0));
    MonosemanticScale scale = MonosemanticScale.start(3, options);
    scale.add(array(rows), (row, phi) -> scores.add(phi.clone()));
    assertThat(scores).hasSize(75);
    double sum = 0;
    double tops = 0;
    int above = 0;
    for (int i = 5; i < 80; i++) {
      double top = 0;
      for (int u = 0; u < 3; u++) {
        double[] moments = UnitMomentsTest.slow(rows, i, u);
        double phi = (rows[i][u] - moments[0]) * (rows[i][u] - moments[0]) / moments[1];
        assertThat(scores.get(i - 5)[u]).isCloseTo(phi, within(1e-9 * Math.max(1, phi)));
        sum += phi;
        top = Math.max(top, phi);
        above += phi >= 4 ? 1 : 0;
      }
      tops += top;
    }
    ScaleReport report = scale.report();
    assertThat(report.rows()).isEqualTo(75);
    assertThat(report.scored()).isEqualTo(225);
    assertThat(report.meanPhi()).isCloseTo(sum / 225, within(1e-9));
    assertThat(report.meanTopPhi()).isCloseTo(tops / 75, within(1e-9));
    assertThat(report.shareAtLeast(4)).isEqualTo(above / 225.0);
  }

  @Test
  void theMeanOverNormalOutputsIsAboutOne() {
    var random = Seed.of(7).random();
    double[][] rows = new double[4000][20];
    for (double[] row : rows) {
      Arrays.setAll(row, u -> u - 3 + (0.1 + u) * random.nextGaussian());
    }
    MonosemanticScale scale =
        MonosemanticScale.start(20, new ScaleOptions(1000, ScaleOptions.DEFAULT.thresholds()));
    scale.add(array(rows));
    // Exactly (1 + 1/m)(m - 1)/(m - 3), at most 1.003 here; the deviation of 60000 squares is
    // 0.006.
    assertThat(scale.report().meanPhi()).isCloseTo(1.0015, within(0.02));
    // A squared standard normal: its median is 0.4549, and 0.1573 of it lies above 1.
    assertThat(scale.report().quantile(0.5)).isCloseTo(0.4549, within(0.02));
  }

  @Test
  void aUnitThatIsOnForOneInputInNHasAScaleOfN() {
    int n = 50;
    int past = 20 * n;
    double[][] rows = new double[past + 1][1];
    for (int i = 0; i <= past; i += n) {
      rows[i][0] = 7;
    }
    MonosemanticScale scale = MonosemanticScale.start(1, new ScaleOptions(past, List.of()));
    scale.add(array(rows));
    double exact = (n - 1.0) * (past - 1) / past;
    assertThat(scale.report().meanTopPhi()).isCloseTo(exact, within(1e-9));
    assertThat(scale.report().highest(0)).isCloseTo(n, within(1.1));
  }

  @Test
  void aWindowAgainstItsOwnMomentsHasAMeanOfOneLessOneInM() {
    double[][] rows = UnitMomentsTest.rows(40, 2, 8);
    MonosemanticScale learnt = MonosemanticScale.start(2, ScaleOptions.DEFAULT);
    learnt.add(array(rows));
    UnitMoments moments = learnt.moments();
    double[] phi = new double[2];
    double[] sums = new double[2];
    for (double[] row : rows) {
      moments.score(row, phi);
      Arrays.setAll(sums, u -> sums[u] + phi[u]);
    }
    assertThat(sums).containsExactly(new double[] {39, 39}, within(1e-9));
  }

  @Test
  void partsAddUpToOnePass() {
    double[][] rows = UnitMomentsTest.rows(90, 4, 9);
    ScaleOptions options = new ScaleOptions(10, List.of(0.5, 2.0));
    MonosemanticScale whole = MonosemanticScale.start(4, options);
    whole.add(array(rows));
    MonosemanticScale first = MonosemanticScale.start(4, options);
    first.add(array(Arrays.copyOf(rows, 33)));
    MonosemanticScale second = MonosemanticScale.continuing(first.moments(), options);
    second.add(array(Arrays.copyOfRange(rows, 33, 90)));
    ScaleReport sum = first.report().plus(second.report());
    assertThat(second.moments()).isEqualTo(whole.moments());
    assertThat(sum.rows()).isEqualTo(whole.report().rows());
    assertThat(sum.shareAtLeast(2)).isEqualTo(whole.report().shareAtLeast(2));
    assertThat(sum.quantile(0.9)).isEqualTo(whole.report().quantile(0.9));
    assertThat(sum.highest(3)).isEqualTo(whole.report().highest(3));
    assertThat(sum.meanPhi()).isCloseTo(whole.report().meanPhi(), within(1e-12));
    assertThat(sum.meanTopPhi()).isCloseTo(whole.report().meanTopPhi(), within(1e-12));
  }

  @Test
  void floatsDoublesAndSparseFeaturesScoreAlike() {
    int[] offsets = new int[41];
    int[] features = new int[60];
    float[] values = new float[60];
    double[][] rows = new double[40][5];
    int k = 0;
    for (int r = 0; r < 40; r++) {
      for (int f = r % 2; f < 2 + r % 2 && k < 60; f++) {
        features[k] = f;
        values[k] = 1 + 0.25f * (r % 7);
        rows[r][f] = values[k++];
      }
      offsets[r + 1] = k;
    }
    ScaleOptions options = new ScaleOptions(4, List.of(1.0));
    MonosemanticScale dense = MonosemanticScale.start(5, options);
    dense.add(array(rows));
    MonosemanticScale floats = MonosemanticScale.start(5, options);
    floats.add(array(rows).toType(DataType.FLOAT32, false));
    MonosemanticScale sparse = MonosemanticScale.start(5, options);
    sparse.add(
        FeatureActivations.of(5, offsets, Arrays.copyOf(features, k), Arrays.copyOf(values, k)));
    assertThat(floats.moments()).isEqualTo(dense.moments());
    assertThat(sparse.moments()).isEqualTo(dense.moments());
    assertThat(sparse.report().meanPhi()).isEqualTo(dense.report().meanPhi());
    // Features 3 and 4 never fire, and so have no scale.
    assertThat(sparse.report().unscored()).isEqualTo(2 * 36);
  }

  @Test
  void quantilesAreWithinTwoPerCent() {
    double[][] rows = UnitMomentsTest.rows(500, 2, 10);
    List<Double> all = new ArrayList<>();
    MonosemanticScale scale = MonosemanticScale.start(2, ScaleOptions.DEFAULT);
    scale.add(array(rows), (row, phi) -> Arrays.stream(phi).forEach(all::add));
    all.sort(null);
    for (double q : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      double exact = all.get((int) Math.ceil(q * all.size()) - 1);
      assertThat(scale.report().quantile(q)).isCloseTo(exact, within(0.02 * exact));
    }
  }

  @Test
  void badArgumentsAreNamedAndNothingIsLeftBehind() {
    MonosemanticScale scale = MonosemanticScale.start(2, ScaleOptions.DEFAULT);
    NDArray wrong = manager.zeros(new Shape(4, 3));
    NDArray integers = manager.zeros(new Shape(4, 2), DataType.INT32);
    int before = manager.getManagedArrays().size();
    assertThatThrownBy(() -> scale.add(wrong))
        .hasMessage("activations: expected [rows, units=2], got (4, 3)");
    assertThatThrownBy(() -> scale.add(integers))
        .hasMessage("activations: expected float32 or float64, got int32");
    scale.add(manager.zeros(new Shape(40, 2)));
    assertThat(manager.getManagedArrays()).hasSize(before + 1);
    assertThat(scale.report().meanPhi()).isNaN();
    assertThat(scale.report().quantile(0.5)).isNaN();
    assertThatThrownBy(() -> scale.report().shareAtLeast(3))
        .hasMessage("threshold: expected one of [10.0, 100.0, 1000.0], got 3.0");
    assertThatThrownBy(() -> new ScaleOptions(1, List.of()))
        .hasMessage("warmUp: expected at least 2, got 1");
    assertThatThrownBy(() -> new ScaleOptions(2, List.of(2.0, 1.0)))
        .hasMessage("thresholds: expected ascending numbers, got [2.0, 1.0]");
  }
}
