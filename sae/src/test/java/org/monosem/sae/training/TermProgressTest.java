package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.PrefetchedStream;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.term.DecorrelationTerm;
import org.monosem.sae.objective.term.EmbeddingTerm;
import org.monosem.sae.objective.term.NoTerm;
import org.monosem.sae.objective.term.RegularisationTerm;
import org.monosem.sae.objective.term.TermBatch;
import org.monosem.sae.objective.term.TermSum;

/** What a training tells of its terms. */
class TermProgressTest {
  private static final int D_IN = 16;
  private static final int D_SAE = 40;
  private static final RunLength LENGTH = new RunLength(12, 64);
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, D_IN, 1000, 9);
  private static final RegularisationTerm EMBEDDING =
      new EmbeddingTerm(0.5, 48, EmbeddingTerm.Average.FEATURES);
  private static final RegularisationTerm DECORRELATION = new DecorrelationTerm(0.01, 48, true);

  @TempDir Path folder;

  /** With a learning rate of next to nothing the dictionary stays as it begins. */
  @Test
  void aReportHasTheMeanOfWhatEachTermAdds() {
    TrainingPlan plan = plan(new TermSum(EMBEDDING, DECORRELATION), 1e-12);
    List<TrainingProgress> reports = new ArrayList<>();
    try (SaeTrainer trainer = trainer(plan, reports).build();
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      double[] expected = firstThree(trainer, plan, manager);
      trainer.train();
      TrainingProgress first = reports.get(0);
      assertThat(first.terms()).containsOnlyKeys("embedding", "decorrelation");
      assertThat(first.terms().get("embedding"))
          .isCloseTo(expected[0], withinPercentage(0.01))
          .isBetween(0.1, 0.5);
      assertThat(first.terms().get("decorrelation")).isCloseTo(expected[1], withinPercentage(0.01));
      assertThat(first.lossWithTerms())
          .isCloseTo(first.loss() + expected[0] + expected[1], withinPercentage(0.01));
      assertThat(first.toJson())
          .containsEntry("term.embedding.weighted.mean_over_steps", first.terms().get("embedding"))
          .containsEntry("loss_with_terms.mean_over_rows", first.lossWithTerms());
    }
  }

  /** The means of the two terms over the first three batches, for the dictionary as it begins. */
  private static double[] firstThree(SaeTrainer trainer, TrainingPlan plan, NDManager manager) {
    double[] means = new double[2];
    double factor = trainer.state().scaling().factors().get(0);
    DictionaryParameters unused =
        DictionaryParameters.zeros(manager, D_SAE, D_IN, DataType.FLOAT32);
    TrainingData data = TrainingData.of(DATA.source(), plan.seed());
    try (PrefetchedStream batches = data.batches(LENGTH, 0, Device.cpu())) {
      for (int step = 0; step < 3; step++) {
        NDArray rows = batches.next(manager).mul(factor);
        TermBatch batch =
            new TermBatch(plan.recipe().objective(), trainer.state().parameters(), rows, 0);
        means[0] += EMBEDDING.addGradient(manager, batch, unused).getFloat() / 3;
        means[1] += DECORRELATION.addGradient(manager, batch, unused).getFloat() / 3;
      }
    }
    return means;
  }

  @Test
  void withoutATermThereIsNothingToTell() {
    List<TrainingProgress> reports = new ArrayList<>();
    try (SaeTrainer trainer = trainer(plan(new NoTerm(), 1e-3), reports).build()) {
      trainer.train();
    }
    assertThat(reports).hasSize(4);
    assertThat(reports.get(0).terms()).isEmpty();
    assertThat(reports.get(0).lossWithTerms()).isEqualTo(reports.get(0).loss());
    assertThat(reports.get(0).toJson().keySet()).noneMatch(key -> key.contains("term"));
  }

  @Test
  void aResumedRunTellsTheSame() {
    TrainingPlan plan = plan(new TermSum(EMBEDDING, DECORRELATION), 1e-2);
    List<TrainingProgress> expected = new ArrayList<>();
    try (SaeTrainer trainer = trainer(plan, expected).build()) {
      trainer.train();
    }
    List<TrainingProgress> reports = new ArrayList<>();
    try (SaeTrainer trainer = trainer(plan, reports).checkpoints(folder, 6).build();
        PrefetchedStream batches =
            TrainingData.of(DATA.source(), plan.seed()).batches(LENGTH, 0, Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      for (int step = 0; step < 6; step++) {
        trainer.step(batches.next(manager));
      }
    }
    try (SaeTrainer trainer = trainer(plan, reports).checkpoints(folder, 6).build()) {
      assertThat(trainer.step()).isEqualTo(6);
      trainer.train();
    }
    assertThat(reports.stream().map(TrainingProgress::terms).toList())
        .isEqualTo(expected.stream().map(TrainingProgress::terms).toList())
        .doesNotHaveDuplicates();
  }

  private static TrainingPlan plan(RegularisationTerm term, double learningRate) {
    Recipe recipe = Recipe.topK2024(D_IN, D_SAE, 4).withLearningRate(learningRate).withTerm(term);
    return TrainingPlan.of(recipe, D_SAE, LENGTH, 3);
  }

  private static SaeTrainerBuilder trainer(TrainingPlan plan, List<TrainingProgress> reports) {
    return SaeTrainer.builder(DATA.source(), plan)
        .reportEvery(3)
        .listener(
            new TrainingListener() {
              @Override
              public void progressed(TrainingProgress progress) {
                reports.add(progress);
              }
            });
  }
}
