package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.ExtraWeights;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.objective.ActiveCount;
import org.monosem.sae.objective.AuxK;
import org.monosem.sae.objective.BatchTopKObjective;
import org.monosem.sae.objective.ErrorReduction;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.TopKObjective;

/** Transcoders, with and without a linear path, from their rows to the finished dictionary. */
class TranscoderTrainingTest {
  private static final int D_IN = 16;
  private static final int D_OUT = 10;
  private static final float[][] ROWS = PairedRows.of(500, D_IN, D_OUT, 5);
  private static final RunLength LENGTH = new RunLength(40, 64);
  private static final ActiveCount K = ActiveCount.constant(4);

  @TempDir Path folder;

  static Stream<TrainingPlan> plans() {
    Recipe april = Recipe.aprilUpdate2024().withLearningRate(1e-2);
    Objective topK = new TopKObjective(ErrorReduction.SUM, false, K, AuxK.NONE);
    Objective batchTopK = new BatchTopKObjective(ErrorReduction.SUM, false, K, AuxK.NONE, 0.9);
    return Stream.of(april, april.withObjective(topK), april.withObjective(batchTopK))
        .flatMap(
            recipe ->
                Stream.of(
                    plan(recipe, RowLayout.transcoder(D_IN, D_OUT)),
                    plan(recipe, RowLayout.skipTranscoder(D_IN, D_OUT))));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theExportPredictsAsInTraining(TrainingPlan plan) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(new ArraySource(ROWS), plan).build()) {
      trainer.train();
      NDArray raw = manager.create(ROWS).get("0:50, :" + D_IN);
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        Path file = folder.resolve("exported");
        dictionary.save(file);
        float[] expected = predicted(trainer, dictionary, raw).toFloatArray();
        try (SparseAutoencoder read = SparseAutoencoder.load(file, manager)) {
          assertThat(read.config().kind()).isEqualTo(plan.layout().kind());
          assertThat(read.dOut()).isEqualTo(D_OUT);
          assertThat(read.reconstruct(raw).toFloatArray()).containsExactly(expected, within(2e-3f));
        }
      }
    }
  }

  /** The training's own forward pass, written with DJL's operators, scaled back. */
  private static NDArray predicted(SaeTrainer trainer, SparseAutoencoder dictionary, NDArray raw) {
    TrainingState state = trainer.state();
    List<Double> scales = trainer.scales();
    NDArray x = raw.mul(scales.get(0).floatValue());
    NDArray h = x.matMul(state.parameters().wEnc().transpose()).add(state.parameters().bEnc());
    NDArray f = h.maximum(0);
    if (state.estimates().containsKey("threshold.total")) {
      float threshold = dictionary.checkpoint().extra().get(ExtraWeights.THRESHOLD).getFloat(0);
      f = f.mul(h.gt(threshold));
    } else if (trainer.plan().recipe().objective() instanceof TopKObjective) {
      NDArray least = h.topK(4, 1, true, true).get(0).get(":, 3:4");
      f = f.mul(h.gte(least));
    }
    NDArray y = f.matMul(state.parameters().wDec()).add(state.parameters().bDec());
    NDArray path = state.parameters().extra().get(ExtraWeights.W_SKIP);
    NDArray whole = path == null ? y : y.add(x.matMul(path.transpose()));
    return whole.div(scales.get(1).floatValue());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void goesOnWithTheBitsOfAnUninterruptedRun(TrainingPlan plan) {
    List<byte[]> expected;
    try (SaeTrainer trainer = SaeTrainer.builder(new ArraySource(ROWS), plan).build()) {
      trainer.train();
      expected = TrainerBytes.of(trainer);
    }
    stopAt(plan, 23);
    try (SaeTrainer trainer = resumed(plan)) {
      assertThat(trainer.step()).isEqualTo(23);
      trainer.train();
      assertThat(TrainerBytes.of(trainer)).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void goesOnFromAFinishedTranscoder(TrainingPlan plan) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer first = SaeTrainer.builder(new ArraySource(ROWS), plan).build()) {
      first.train();
      SparseAutoencoder trained = first.dictionary(manager, DecoderNorms.KEPT);
      try (SaeTrainer second =
          SaeTrainer.builder(new ArraySource(ROWS), plan).startFrom(trained).build()) {
        List<NDArray> expected = first.state().parameters().list();
        List<NDArray> got = second.state().parameters().list();
        for (int i = 0; i < expected.size(); i++) {
          float largest = expected.get(i).abs().max().getFloat();
          float[] values = expected.get(i).toFloatArray();
          assertThat(got.get(i).toFloatArray()).containsExactly(values, within(1e-5f * largest));
        }
      }
    }
  }

  @Test
  void learnsToPredictAndTheLinearPathHelps() {
    Recipe recipe = Recipe.aprilUpdate2024().withLearningRate(1e-2).withCoefficient(1);
    double plain = explained(plan(recipe, RowLayout.transcoder(D_IN, D_OUT)));
    double skip = explained(plan(recipe, RowLayout.skipTranscoder(D_IN, D_OUT)));
    assertThat(plain).isGreaterThan(0.5);
    assertThat(skip).isGreaterThan(plain);
  }

  private static double explained(TrainingPlan plan) {
    List<TrainingProgress> reports = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            reports.add(progress);
          }
        };
    try (SaeTrainer trainer =
        SaeTrainer.builder(new ArraySource(ROWS), plan)
            .reportEvery(20)
            .listener(listener)
            .build()) {
      trainer.train();
    }
    return reports.get(reports.size() - 1).explainedVariance();
  }

  @Test
  void resampledFeaturesReadTheInputAndWriteTheTarget() {
    Recipe recipe =
        Recipe.aprilUpdate2024()
            .withCoefficient(500)
            .withLearningRate(1e-2)
            .withResampling(new ResamplingSchedule(List.of(40L), 64, 200, 0.2));
    TrainingPlan plan = plan(recipe, RowLayout.skipTranscoder(D_IN, D_OUT));
    try (SaeTrainer trainer = SaeTrainer.builder(new ArraySource(ROWS), plan).build()) {
      trainer.train();
      long[] silent = trainer.state().firing().silentRows().toLongArray();
      int pointed = 0;
      for (int feature = 0; feature < silent.length; feature++) {
        pointed += pointsFromAnInputToItsTarget(trainer, feature) ? 1 : 0;
      }
      assertThat(pointed).isPositive();
    }
  }

  private static boolean pointsFromAnInputToItsTarget(SaeTrainer trainer, int feature) {
    float[] encoder = trainer.state().parameters().wEnc().get(feature).toFloatArray();
    float[] decoder = trainer.state().parameters().wDec().get(feature).toFloatArray();
    for (float[] row : ROWS) {
      if (cosine(encoder, row, 0) > 0.99999 && cosine(decoder, row, D_IN) > 0.99999) {
        return true;
      }
    }
    return false;
  }

  private static double cosine(float[] direction, float[] row, int from) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < direction.length; i++) {
      dot += direction[i] * row[from + i];
      a += direction[i] * direction[i];
      b += row[from + i] * row[from + i];
    }
    return dot / Math.sqrt(a * b);
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    RowLayout layout = RowLayout.transcoder(D_IN, D_OUT);
    TrainingPlan bricken = TrainingPlan.of(Recipe.towardsMonosemanticity2023(), 32, LENGTH, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bricken.withLayout(layout))
        .withMessage(
            "preEncoderBias: a transcoder's decoder bias is of another hook than its input and"
                + " cannot be subtracted from it; take an objective without");
    TrainingPlan wide = plan(Recipe.aprilUpdate2024(), RowLayout.transcoder(D_IN, D_OUT + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(SaeTrainer.builder(new ArraySource(ROWS), wide)::build)
        .withMessage(
            "activations: expected rows of parts [16, 11], width 27 together, got width 26");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RowLayout(DictionaryKind.TRANSCODER, List.of(16L)))
        .withMessage("rows: expected the widths of input and target, got [16]");
    TrainingPlan plan = plan(Recipe.aprilUpdate2024(), layout);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TrainingPlan(Recipe.aprilUpdate2024(), 32, LENGTH, 3, plan.compute(), layout))
        .withMessage(
            "initialisation: a transcoder's encoder cannot start as its decoder, which is of"
                + " another hook; take KAIMING_UNIFORM");
  }

  @Test
  void refusesToStartFromAnAutoencoder() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024(), RowLayout.transcoder(D_IN, D_OUT));
    float[][] inputs = new SyntheticAtoms(24, D_IN, 100, 5).rows;
    TrainingPlan other = TrainingPlan.of(Recipe.aprilUpdate2024(), 32, LENGTH, 3);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = SaeTrainer.builder(new ArraySource(inputs), other).build()) {
      SparseAutoencoder start = trainer.dictionary(manager, DecoderNorms.KEPT);
      assertThatIllegalArgumentException()
          .isThrownBy(SaeTrainer.builder(new ArraySource(ROWS), plan).startFrom(start)::build)
          .withMessage(
              "dictionary to start from: expected TRANSCODER with dOut=10, got AUTOENCODER with"
                  + " dOut=16");
    }
  }

  @Test
  void readsPlansThatWereWrittenBeforeThereWereLayouts() {
    TrainingPlan plan = TrainingPlan.of(Recipe.aprilUpdate2024(), 32, LENGTH, 3);
    String text = StrictJson.write(plan.toJson());
    String older =
        text.replaceFirst(",\\s*\"layout\":\\s*\\{[^}]*}", "")
            .replaceFirst(",\\s*\"sourceWidths\":\\s*\\[\\s*]", "");
    assertThat(older).doesNotContain("layout", "sourceWidths");
    assertThat(read(older)).isEqualTo(plan);
  }

  @Test
  void aPlanComesBackFromItsJson() {
    TrainingPlan plan = plan(Recipe.aprilUpdate2024(), RowLayout.skipTranscoder(D_IN, D_OUT));
    assertThat(read(StrictJson.write(plan.toJson()))).isEqualTo(plan);
  }

  private static TrainingPlan read(String text) {
    return TrainingPlan.fromJson(new JsonObject("plan", StrictJson.parseObject(text, "plan")));
  }

  private SaeTrainer resumed(TrainingPlan plan) {
    return SaeTrainer.builder(new ArraySource(ROWS), plan).checkpoints(folder, 1000).build();
  }

  private void stopAt(TrainingPlan plan, int steps) {
    SaeTrainer[] self = new SaeTrainer[1];
    TrainingListener stopper =
        new TrainingListener() {
          @Override
          public void progressed(TrainingProgress progress) {
            if (progress.step() == steps) {
              self[0].requestStop();
            }
          }
        };
    try (SaeTrainer trainer =
        SaeTrainer.builder(new ArraySource(ROWS), plan)
            .checkpoints(folder, 1000)
            .reportEvery(1)
            .listener(stopper)
            .build()) {
      self[0] = trainer;
      assertThat(trainer.train()).isFalse();
    }
  }

  private static TrainingPlan plan(Recipe recipe, RowLayout layout) {
    return TrainingPlan.of(recipe, 32, LENGTH, 3)
        .withCosts(new StepCosts(30, 9, 20, 70))
        .withLayout(layout);
  }
}
