package org.monosem.sae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.core.random.Seed;

class DictionaryEvaluationTest {
  private static final int D_IN = 5;
  private static final int D_SAE = 17;
  private static final int ROWS = 230;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final SparseAutoencoder dictionary = Dictionaries.random(manager, D_IN, D_SAE);
  private final float[][] rows = TinyLanguageModel.gaussians(Seed.of(1), ROWS, D_IN);
  private final RowsSource source = new RowsSource(rows);
  private final DictionaryEvaluation evaluation = DictionaryEvaluation.onePass().withBatchRows(64);

  @AfterEach
  void close() {
    dictionary.close();
    manager.close();
  }

  @Test
  void oneWholePassGivesTheFiguresOfTheDefinitions() {
    ReconstructionReport report = evaluation.evaluate(dictionary, source);
    FeatureActivations features = dictionary.encode(rows);
    float[][] reconstruction = dictionary.reconstruct(rows);
    double squares = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int d = 0; d < D_IN; d++) {
        squares += Math.pow((double) rows[r][d] - reconstruction[r][d], 2);
      }
    }
    assertThat(report.rows()).isEqualTo(ROWS);
    assertThat(report.l0().mean()).isEqualTo(features.meanL0(), within(1e-12));
    assertThat(report.squaredError().summed())
        .isCloseTo(squares / ROWS, within(1e-5 * squares / ROWS));
    for (int feature = 0; feature < D_SAE; feature++) {
      double fired = 0;
      for (int r = 0; r < ROWS; r++) {
        fired += features.activation(r, feature) > 0 ? 1 : 0;
      }
      assertThat(report.density().density(feature)).isEqualTo(fired / ROWS, within(1e-12));
    }
    assertThat(report.l1().decoderWeighted()).isEqualTo(weightedL1(features) / ROWS, within(1e-5));
  }

  private double weightedL1(FeatureActivations features) {
    float[] flat = dictionary.wDec().toFloatArray();
    double sum = 0;
    for (int k = 0; k < features.activeCount(); k++) {
      double norm = 0;
      for (int d = 0; d < D_IN; d++) {
        norm += Math.pow(flat[features.feature(k) * D_IN + d], 2);
      }
      sum += features.value(k) * Math.sqrt(norm);
    }
    return sum;
  }

  @Test
  void anIdentityIsPerfect() {
    try (SparseAutoencoder identity = Dictionaries.identity(manager, D_IN)) {
      ReconstructionReport report = evaluation.evaluate(identity, source);
      assertThat(report.squaredError().summed()).isZero();
      assertThat(report.explainedVariance().value()).isEqualTo(1);
      assertThat(report.l0().mean()).isEqualTo(D_IN);
      assertThat(report.deadFeatures().dead()).isZero();
    }
  }

  @Test
  void noFigureButTheLegacyOnesDependsOnTheBatches() {
    ReconstructionReport fine = evaluation.withBatchRows(7).evaluate(dictionary, source);
    ReconstructionReport coarse = evaluation.withBatchRows(1000).evaluate(dictionary, source);
    assertThat(fine.l0()).isEqualTo(coarse.l0());
    assertThat(fine.density()).isEqualTo(coarse.density());
    assertThat(fine.explainedVariance().value())
        .isEqualTo(coarse.explainedVariance().value(), within(1e-6));
    assertThat(coarse.legacyExplainedVariance().batches()).isEqualTo(1);
    assertThat(fine.legacyExplainedVariance().batches()).isEqualTo(33);
  }

  @Test
  void atMostSoManyRowsAreReadAndTheSeedPicksThem() {
    DictionaryEvaluation some = evaluation.withRows(100);
    ReconstructionReport one = some.evaluate(dictionary, source);
    assertThat(one.rows()).isEqualTo(100);
    assertThat(some.evaluate(dictionary, source)).isEqualTo(one);
    assertThat(some.withSeed(Seed.of(9)).evaluate(dictionary, source)).isNotEqualTo(one);
  }

  @Test
  void progressIsTold() {
    List<EvaluationProgress> told = new ArrayList<>();
    evaluation.evaluate(dictionary, source, told::add);
    assertThat(told).extracting(EvaluationProgress::done).containsExactly(64L, 128L, 192L, 230L);
    assertThat(told)
        .allMatch(p -> p.total().orElseThrow() == ROWS)
        .allMatch(p -> p.stage() == EvaluationStage.RECONSTRUCTION);
  }

  @Test
  void anInterruptEndsIt() {
    EvaluationListener interrupting = progress -> Thread.currentThread().interrupt();
    assertThatThrownBy(() -> evaluation.evaluate(dictionary, source, interrupting))
        .isInstanceOf(CancellationException.class)
        .hasMessage("evaluation: interrupted after 64 rows");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> evaluation.evaluate(dictionary, new RowsSource(new float[3][4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activations: expected rows of dIn=5, got 4");
    float[][] broken = {{1, 2, 3, 4, 5}, {1, Float.NaN, 3, 4, 5}};
    assertThatThrownBy(
            () -> evaluation.withBatchRows(2).evaluate(dictionary, new RowsSource(broken)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("x: expected finite values, got NaN or an infinity in row ");
    assertThatThrownBy(() -> evaluation.withRows(0)).hasMessageContaining("rows=0, batchRows=64");
  }

  @Test
  void nothingIsLeftBehind() {
    // The dictionary keeps the buffer that it encodes with.
    evaluation.evaluate(dictionary, source);
    int before = manager.getManagedArrays().size();
    evaluation.evaluate(dictionary, source);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }
}
