package org.monosem.core.polysemanticity.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class SpectrumTest {
  private static final Golden GOLDEN = Golden.read();
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void batchesOfAnySizeGiveWhatNumpyGivesOfTheWhole() {
    for (int batch : new int[] {1, 7, 40}) {
      try (CovarianceAccumulator sums = new CovarianceAccumulator(5, manager)) {
        for (int begin = 0; begin < 40; begin += batch) {
          sums.add(matrix(Arrays.copyOfRange(GOLDEN.rows, begin, Math.min(40, begin + batch))));
        }
        assertThat(sums.rows()).isEqualTo(40);
        double[][] covariance = sums.covariance();
        for (int i = 0; i < 5; i++) {
          assertThat(covariance[i]).containsExactly(GOLDEN.covariance[i], within(1e-11));
        }
        PcaSpectrum spectrum = sums.spectrum();
        assertThat(spectrum.variances()).containsExactly(GOLDEN.variances, within(1e-11));
        PowerLawFit fit = spectrum.fit(FitRange.all());
        assertThat(fit.decay()).isCloseTo(GOLDEN.fit[0], within(1e-9));
        assertThat(fit.intercept()).isCloseTo(GOLDEN.fit[1], within(1e-9));
        assertThat(fit.r2()).isCloseTo(GOLDEN.fit[2], within(1e-9));
        assertThat(fit.components()).isEqualTo(5);
      }
    }
  }

  @Test
  void aLargeMeanCostsNoDigits() {
    NDArray rows = matrix(new double[][] {{1e8 + 1, 0}, {1e8 - 1, 0}, {1e8 + 1, 0}, {1e8 - 1, 0}});
    try (CovarianceAccumulator sums = new CovarianceAccumulator(2, manager)) {
      sums.add(rows.get("0:1"));
      sums.add(rows.get("1:"));
      assertThat(sums.spectrum().variances())
          .containsExactly(new double[] {4.0 / 3, 0}, within(1e-7));
    }
  }

  @Test
  void anExactPowerLawIsFoundExactly() {
    double[] variances = new double[50];
    for (int rank = 1; rank <= 50; rank++) {
      variances[rank - 1] = 3 * Math.pow(rank, -1.4);
    }
    PcaSpectrum spectrum = PcaSpectrum.of(1000, variances);
    PowerLawFit fit = spectrum.fit(FitRange.of(2, 40));
    assertThat(fit.decay()).isCloseTo(1.4, within(1e-12));
    assertThat(fit.intercept()).isCloseTo(Math.log(3), within(1e-12));
    assertThat(fit.r2()).isCloseTo(1, within(1e-12));
    assertThat(fit.components()).isEqualTo(39);
    assertThat(spectrum.normalisedAction())
        .isCloseTo(new PowerLawSpectrum(1.4, 50).action(), within(1e-12));
    assertThat(spectrum.action()).isCloseTo(spectrum.trace() / 2, within(1e-12));
    assertThat(spectrum.toMap()).containsEntry("dims", 50).containsEntry("rows", 1000L);
    assertThat(spectrum.toMap().get("fit")).isEqualTo(spectrum.fit(FitRange.all()).toMap());
  }

  @Test
  void componentsThatAreRoundingDoNotCount() {
    PcaSpectrum spectrum = PcaSpectrum.of(9, 4, 2, 1, 1e-12, 0);
    assertThat(spectrum.fit(FitRange.all()).components()).isEqualTo(3);
    assertThat(spectrum.fit(new FitRange(1, 9, 0)).components()).isEqualTo(4);
    assertThatThrownBy(() -> spectrum.fit(FitRange.of(2, 9)))
        .hasMessage("range: expected at least 3 components, got 2 of 5");
    assertThat(PcaSpectrum.of(9, 0, 0).toMap()).doesNotContainKeys("fit", "normalisedAction");
    assertThat(PcaSpectrum.of(9, 1, 1, 1).fit(FitRange.all()).toMap()).doesNotContainKey("r2");
  }

  @Test
  void energyIsKeptByProjectionsInTheMean() {
    NDArray rows = matrix(GOLDEN.rows);
    int before = manager.getManagedArrays().size();
    double sum = 0;
    for (int i = 0; i < 400; i++) {
      TrajectoryEnergy energy = TrajectoryEnergy.of(rows, Seed.of(1).at(i));
      assertThat(energy.energy()).isCloseTo(GOLDEN.energy, within(1e-12 * GOLDEN.energy));
      sum += energy.projected() / energy.energy();
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(sum / 400).isCloseTo(1, within(0.15)); // the deviation of one is below 0.82
    TrajectoryEnergy again = TrajectoryEnergy.of(rows, Seed.of(1).at(0));
    assertThat(again).isEqualTo(TrajectoryEnergy.of(rows, Seed.of(1).at(0)));
    assertThat(again.steps()).isEqualTo(39);
    assertThat(again.perStep()).isEqualTo(again.energy() / 39);
    assertThat(again.toMap()).containsEntry("projected", again.projected());
  }

  @Test
  void aProjectionIsTheSumOfSquaresOfNormals() {
    NDArray step = matrix(new double[][] {{0, 0}, {3, 4}});
    SplittableRandom random = Seed.of(9).named("projection").random();
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    assertThat(TrajectoryEnergy.of(step, Seed.of(9), 1).projected())
        .isCloseTo((3 * a + 4 * b) * (3 * a + 4 * b), within(1e-12));
  }

  @Test
  void nothingLeaks() {
    NDArray rows = matrix(GOLDEN.rows);
    CovarianceAccumulator sums = new CovarianceAccumulator(5, manager);
    int before = manager.getManagedArrays().size();
    sums.add(rows);
    sums.spectrum();
    sums.covariance();
    assertThat(manager.getManagedArrays()).hasSize(before);
    sums.close();
    assertThat(rows.getDouble(0, 0)).isEqualTo(GOLDEN.rows[0][0]);
  }

  @Test
  void whatIsNoLayerIsRefused() {
    try (CovarianceAccumulator sums = new CovarianceAccumulator(2, manager)) {
      assertThatThrownBy(() -> sums.add(manager.zeros(new Shape(4, 3))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "activations: expected floats or doubles [rows, width=2], got float32 (4, 3)");
      assertThatThrownBy(() -> sums.add(manager.zeros(new Shape(4, 2), DataType.INT32)))
          .hasMessageEndingWith("got int32 (4, 2)");
      NDArray bad = manager.create(new float[] {1, Float.POSITIVE_INFINITY}, new Shape(1, 2));
      assertThatThrownBy(() -> sums.add(bad)).hasMessage("activations: expected finite numbers");
      sums.add(manager.create(new float[] {1, 2}, new Shape(1, 2)));
      sums.add(manager.zeros(new Shape(0, 2)));
      assertThatThrownBy(sums::spectrum)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("covariance: expected at least 2 rows, got 1");
      assertThat(sums.covariance()[0][0]).isNaN();
      sums.add(manager.create(new float[] {3, 2}, new Shape(1, 2)));
      assertThat(sums.spectrum().variances()).containsExactly(2, 0);
    }
    assertThatThrownBy(() -> new CovarianceAccumulator(0, manager))
        .hasMessage("width: expected at least 1, got 0");
    assertThatThrownBy(() -> PcaSpectrum.of(1, 1, 2))
        .hasMessageEndingWith("largest first, got 2.0 after 1.0");
    assertThatThrownBy(() -> PcaSpectrum.of(1))
        .hasMessage("variances: expected at least one, got none");
    assertThatThrownBy(() -> FitRange.of(3, 2))
        .hasMessage("range: expected 1 <= first <= last, got 3 to 2");
    assertThatThrownBy(() -> new FitRange(1, 2, 1))
        .hasMessage("floor: expected a number in [0, 1), got 1.0");
    assertThatThrownBy(() -> TrajectoryEnergy.of(manager.zeros(new Shape(1, 3)), Seed.of(1)))
        .hasMessage("trajectory: expected [steps + 1, d] with at least 2 rows, got (1, 3)");
    assertThatThrownBy(() -> TrajectoryEnergy.of(manager.zeros(new Shape(2, 3)), Seed.of(1), 0))
        .hasMessage("dims: expected at least 1, got 0");
    assertThatThrownBy(
            () -> TrajectoryEnergy.of(matrix(new double[][] {{1}, {Double.NaN}}), Seed.of(1)))
        .hasMessage("trajectory: expected finite numbers");
  }

  private NDArray matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return manager.create(flat, new Shape(rows.length, rows[0].length));
  }
}
