package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class HighNormRowsTest {
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, 16, 500, 9);
  private static final RunLength LENGTH = new RunLength(20, 32);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theNextRowThatMayStayTakesThePlace() {
    NDArray rows =
        manager.create(
            new float[][] {{9, 0}, {1, 0}, {0, 7}, {6, 6}, {0, 2}, {3, 4}, {5, 1}, {8, 8}});
    int before = manager.getManagedArrays().size();
    HighNormRows.Filtered filtered = new HighNormRows(5, 0).within(manager, rows);
    assertThat(filtered.rows().toFloatArray())
        .containsExactly(1, 0, 1, 0, 0, 2, 0, 2, 0, 2, 3, 4, 1, 0, 1, 0);
    assertThat(filtered.replaced().toLongArray()).containsExactly(5);
    assertThat(manager.getManagedArrays()).hasSize(before + 2);
  }

  @Test
  void rowsThatAreNotFiniteStayToBeFound() {
    NDArray rows = manager.create(new float[][] {{Float.NaN, 0}, {1, 0}, {0, 1 / 0f}, {1e30f, 0}});
    HighNormRows.Filtered filtered = new HighNormRows(5, 0).within(manager, rows);
    assertThat(filtered.rows().toFloatArray())
        .containsExactly(Float.NaN, 0, 1, 0, 0, 1 / 0f, Float.NaN, 0);
    assertThat(filtered.replaced().toLongArray()).containsExactly(1);
  }

  @Test
  void withoutALimitTheRowsAreTheSameArray() {
    NDArray rows = manager.create(new float[][] {{9, 0}});
    assertThat(HighNormRows.none().within(manager, rows).rows()).isSameAs(rows);
  }

  @Test
  void theMedianIsThatOfSortedNorms() {
    double[] norms = new double[DATA.rows.length];
    for (int r = 0; r < norms.length; r++) {
      for (float x : DATA.rows[r]) {
        norms[r] += (double) x * x;
      }
      norms[r] = Math.sqrt(norms[r]);
    }
    Arrays.sort(norms);
    assertThat(ActivationStatistics.medianNorm(manager, DATA.source(), Seed.of(4)))
        .isCloseTo((norms[249] + norms[250]) / 2, within(1e-12));
  }

  /** A training on data with outliers is that on the batches with the outliers replaced by hand. */
  @Test
  void aTrainingWithOutliersIsThatOnTheOtherRows() {
    float[][] rows = new float[DATA.rows.length][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = DATA.rows[r].clone();
      if (r % 17 == 3) {
        for (int i = 0; i < rows[r].length; i++) {
          rows[r][i] = 100 * rows[r][i] + 1;
        }
      }
    }
    Recipe recipe = Recipe.towardsMonosemanticity2023().withMaxNormRatio(10);
    TrainingData data = TrainingData.of(new ArraySource(rows), 3);
    List<TrainingProgress> reports = new ArrayList<>();
    long replaced = 0;
    try (SaeTrainer filtered = trainer(data, recipe, reports);
        SaeTrainer byHand = trainer(data, recipe, new ArrayList<>());
        org.monosem.core.PrefetchedStream batches = data.batches(LENGTH, 0, Device.cpu())) {
      assertThat(filtered.train()).isTrue();
      for (int step = 0; step < LENGTH.steps(); step++) {
        float[][] batch = rows(batches.next(manager));
        replaced += replaceByHand(batch);
        byHand.step(manager.create(batch));
      }
      byHand.dictionary(manager, DecoderNorms.KEPT).close();
      assertThat(byHand.state().highNorm().count()).isZero();
      assertThat(filtered.state().highNorm().count()).isEqualTo(replaced).isGreaterThan(20);
      assertThat(filtered.state().parameters().wDec().toFloatArray())
          .isEqualTo(byHand.state().parameters().wDec().toFloatArray());
      assertThat(reports.get(reports.size() - 1).highNormRows()).isEqualTo(replaced);
      // Neither is the start an estimate of the outliers.
      assertThat(filtered.state().parameters().bDec().abs().max().getFloat()).isLessThan(1);
    }
  }

  private SaeTrainer trainer(TrainingData data, Recipe recipe, List<TrainingProgress> reports) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            reports.add(progress);
          }
        };
    TrainingPlan plan =
        TrainingPlan.of(recipe, 48, LENGTH, 3).withCosts(new StepCosts(30, 9, 20, 70));
    return SaeTrainer.builder(data, plan).reportEvery(10).listener(listener).build();
  }

  private static float[][] rows(NDArray batch) {
    float[] flat = batch.toFloatArray();
    int width = (int) batch.getShape().get(1);
    float[][] rows = new float[flat.length / width][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = Arrays.copyOfRange(flat, r * width, (r + 1) * width);
    }
    return rows;
  }

  /** The outliers of this data have norms of hundreds, all others of less than ten. */
  private static int replaceByHand(float[][] batch) {
    float[][] old = batch.clone();
    int replaced = 0;
    for (int r = 0; r < batch.length; r++) {
      int taken = r;
      while (isHigh(old[taken % old.length])) {
        taken++;
      }
      batch[r] = old[taken % old.length];
      replaced += taken > r ? 1 : 0;
    }
    return replaced;
  }

  private static boolean isHigh(float[] row) {
    double squares = 0;
    for (float x : row) {
      squares += (double) x * x;
    }
    return squares > 400;
  }

  @Test
  void aBatchOfNothingElseIsRefused() {
    Recipe recipe = Recipe.aprilUpdate2024().withMaxNormRatio(10);
    TrainingData data = TrainingData.of(DATA.source(), 3);
    try (SaeTrainer trainer = trainer(data, recipe, new ArrayList<>())) {
      float[][] batch = new float[32][16];
      for (float[] row : batch) {
        Arrays.fill(row, 1000);
      }
      assertThatThrownBy(() -> trainer.step(manager.create(batch)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("activations: every row of step 1 has a norm of more than ")
          .hasMessageEndingWith("10.0 times the median; nothing is left to train on");
      assertThat(trainer.step()).isZero();
    }
  }

  @Test
  void ratiosBelowOneAreRefused() {
    assertThatThrownBy(() -> Recipe.aprilUpdate2024().withMaxNormRatio(0.5))
        .hasMessage("maxNormRatio: expected a finite number of at least 1, or 0 for none, got 0.5");
  }
}
