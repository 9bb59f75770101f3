package org.monosem.sae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.FeatureActivations;
import org.monosem.core.InMemoryActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.evaluation.EvaluationListener;
import org.monosem.sae.objective.MatryoshkaObjective;
import org.monosem.sae.training.InputScaling;
import org.monosem.sae.training.Recipe;
import org.monosem.sae.training.TrainingPlan;

class SweepResultTest {
  private static final DictionaryEvaluation ALL = DictionaryEvaluation.onePass();

  @TempDir Path folder;

  @Test
  void theFiguresAreThoseOfTheSavedDictionaries() {
    List<SweepResult> results;
    try (DictionarySweep sweep =
        SweepRun.sweep(folder, SweepRun.entries(), new SweepListener() {})) {
      sweep.train();
      results = sweep.results(ALL, EvaluationListener.none());
    }
    assertThat(results)
        .extracting(SweepResult::name)
        .containsExactly("small", "bricken", "topk", "matryoshka", "large");
    for (int i = 0; i < results.size(); i++) {
      assertFigures(results.get(i), SweepRun.entries().get(i).plan());
    }
    try (DictionarySweep again =
        SweepRun.sweep(folder, SweepRun.entries(), new SweepListener() {})) {
      assertThat(again.train()).isTrue();
      SweepResult first = again.results(ALL, EvaluationListener.none()).get(0);
      assertThat(first.rowsPerSecond()).isNaN();
      assertThat(first.loss()).isEqualTo(results.get(0).loss());
      assertThat(first.toJson())
          .containsOnlyKeys(
              "name",
              "features",
              "coefficient",
              "recipe",
              "sparsity_knob",
              "sparsity",
              "seed",
              "steps",
              "rows",
              "l0",
              "explained_variance",
              "fvu",
              "loss",
              "dead_features");
    }
  }

  @Test
  void aFailureIsPartOfTheLine() {
    SweepEntry wild =
        SweepRun.entry(
            "wild", Recipe.aprilUpdate2024().withLearningRate(1e18).withClipNorm(0), 20, 1);
    try (DictionarySweep sweep = DictionarySweep.builder(SweepRun.data(), List.of(wild)).build()) {
      assertThat(sweep.train()).isTrue();
      SweepResult result = sweep.results(ALL, EvaluationListener.none()).get(0);
      assertThat(result.failure()).contains("learning rate 1.00000e+18");
      assertThat(result.steps()).isLessThan(SweepRun.STEPS);
      assertThat(result.toJson()).containsEntry("failure", result.failure());
    }
  }

  private void assertFigures(SweepResult result, TrainingPlan plan) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SparseAutoencoder saved = SparseAutoencoder.load(folder.resolve(result.name()), manager)) {
      ReconstructionReport report = ALL.evaluate(saved, InMemoryActivations.of(SweepRun.ROWS));
      assertThat(result.features()).isEqualTo(plan.dSae());
      assertThat(result.seed()).isEqualTo(plan.seed());
      assertThat(result.coefficient()).isEqualTo(plan.recipe().objective().coefficient());
      assertThat(result.steps()).isEqualTo(SweepRun.STEPS);
      assertThat(result.rows()).isEqualTo(SweepRun.ROWS.length);
      assertThat(result.l0()).isEqualTo(report.l0().mean(), within(0.02));
      assertThat(result.explainedVariance())
          .isEqualTo(report.explainedVariance().value(), within(1e-5));
      assertThat(result.deadFeatures()).isEqualTo(report.deadFeatures().dead());
      assertThat(result.rowsPerSecond()).isPositive();
      if (plan.recipe().objective() instanceof MatryoshkaObjective) {
        assertThat(result.loss()).isNaN();
        assertThat(result.toJson()).doesNotContainKey("loss");
      } else {
        double loss = slowLoss(saved, plan);
        assertThat(result.loss()).isEqualTo(loss, within(1e-4 * loss));
      }
      assertThat(result.recipe()).isEqualTo(plan.recipe().name());
      assertThat(result.sparsity()).isEqualTo(plan.recipe().objective().sparsityControl());
    }
  }

  /** Decoder rows of norm one: a feature is as large as its norm-weighted self before. */
  private static double slowLoss(SparseAutoencoder dictionary, TrainingPlan plan) {
    boolean scaled = plan.recipe().inputScaling() == InputScaling.MEAN_NORM_SQRT_DIN;
    double scale = scaled ? Math.sqrt(SweepRun.WIDTH) / meanNorm() : 1;
    FeatureActivations features = dictionary.encode(SweepRun.ROWS);
    float[][] decoded = dictionary.reconstruct(SweepRun.ROWS);
    double loss = 0;
    for (int r = 0; r < SweepRun.ROWS.length; r++) {
      double error = 0;
      for (int i = 0; i < SweepRun.WIDTH; i++) {
        error += Math.pow((decoded[r][i] - SweepRun.ROWS[r][i]) * scale, 2);
      }
      double penalty = 0;
      for (int k = features.begin(r); k < features.end(r); k++) {
        penalty += features.value(k) * scale;
      }
      loss +=
          error / (scaled ? 1 : SweepRun.WIDTH) + plan.recipe().objective().coefficient() * penalty;
    }
    return loss / SweepRun.ROWS.length;
  }

  private static double meanNorm() {
    double sum = 0;
    for (float[] row : SweepRun.ROWS) {
      double squares = 0;
      for (float value : row) {
        squares += value * value;
      }
      sum += Math.sqrt(squares);
    }
    return sum / SweepRun.ROWS.length;
  }
}
