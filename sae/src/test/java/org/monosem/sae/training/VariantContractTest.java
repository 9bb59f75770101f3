package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.FeatureActivations;
import org.monosem.core.PrefetchedStream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/** What every recipe promises, whatever its objective: one test for all variants. */
class VariantContractTest {
  private static final int D_IN = 16;
  private static final int D_SAE = 40;
  private static final int STEPS = 60;
  private static final SyntheticAtoms DATA = new SyntheticAtoms(24, D_IN, 600, 9);
  private static final RunLength LENGTH = new RunLength(STEPS, 32);

  @TempDir Path folder;

  static Stream<Variant> variants() {
    return Variant.all(D_IN, D_SAE);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void theSameSeedGivesTheSameBitsAndAnotherOthers(Variant variant) {
    List<byte[]> first = trained(plan(variant, 3));
    List<byte[]> second = trained(plan(variant, 3));
    List<byte[]> other = trained(plan(variant, 4));
    assertSameBits(second, first);
    assertThat(other.get(0)).isNotEqualTo(first.get(0));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aResumedRunEndsWithTheBitsOfAnUninterruptedOne(Variant variant) {
    TrainingPlan plan = plan(variant, 3);
    List<byte[]> expected = trained(plan);
    for (int stop : new int[] {1, 23, 41}) {
      try (SaeTrainer trainer = builder(plan).checkpoints(folder, 10).build()) {
        while (trainer.step() < stop) {
          stepOnce(trainer);
        }
        trainer.checkpoint();
      }
    }
    try (SaeTrainer trainer = builder(plan).checkpoints(folder, 10).build()) {
      assertThat(trainer.step()).isEqualTo(41);
      assertThat(trainer.train()).isTrue();
      assertSameBits(TrainerBytes.of(trainer), expected);
      assertThat(trainer.state().estimates())
          .hasSameSizeAs(variant.recipe().objective().estimates());
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void theFinishedDictionaryDoesWhatTheTrainedOneDid(Variant variant) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SaeTrainer trainer = builder(plan(variant, 3)).build()) {
      trainer.train();
      DictionaryParameters p = trainer.state().parameters();
      assertShapes(variant, p);
      float[][] rows = Arrays.copyOf(DATA.rows, 200);
      try (SparseAutoencoder dictionary = trainer.dictionary(manager, DecoderNorms.KEPT)) {
        assertThat(dictionary.config().activation()).isEqualTo(variant.activation());
        FeatureActivations features = dictionary.encode(rows);
        float[][] expected = variant.features(trainer.state(), rows);
        for (int r = 0; r < rows.length; r++) {
          assertThat(features.toDense(r))
              .as("row %d", r)
              .containsExactly(expected[r], within(1e-4f));
        }
        assertThat(features.values().length / (double) rows.length)
            .isCloseTo(variant.l0(), within(variant.l0Tolerance()));
        dictionary.save(folder);
        try (SparseAutoencoder read = SparseAutoencoder.load(folder, manager)) {
          assertThat(read.encode(rows)).isEqualTo(features);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aPlanIsReadAsItIsWritten(Variant variant) {
    TrainingPlan plan = plan(variant, 3);
    String text = StrictJson.write(plan.toJson());
    JsonObject json = new JsonObject("plan", StrictJson.parseObject(text, "plan"));
    assertThat(TrainingPlan.fromJson(json)).isEqualTo(plan);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void stepsLeaveNoArraysBehind(Variant variant) {
    try (SaeTrainer trainer = builder(plan(variant, 3)).build()) {
      // Buffers of a path are made when it is first taken.
      while (trainer.step() < STEPS / 2) {
        stepOnce(trainer);
      }
      NDManager manager = trainer.state().parameters().wEnc().getManager();
      int before = manager.getManagedArrays().size();
      trainer.train();
      // Lists of dead features come and go; one array a step would be thirty.
      assertThat(manager.getManagedArrays().size()).isLessThanOrEqualTo(before + 5);
    }
  }

  private static void assertShapes(Variant variant, DictionaryParameters p) {
    assertThat(p.dIn()).isEqualTo(D_IN);
    assertThat(p.dOut()).isEqualTo(D_IN);
    assertThat(p.dSae()).isEqualTo(D_SAE);
    variant
        .recipe()
        .objective()
        .extraShapes(new DictionaryWidths(D_IN, D_SAE, D_IN))
        .forEach((name, shape) -> assertThat(p.extra(name).getShape()).isEqualTo(shape));
    for (NDArray array : p.list()) {
      assertThat(Float.isFinite(array.abs().sum().getFloat())).isTrue();
    }
  }

  private static void stepOnce(SaeTrainer trainer) {
    TrainingData data = TrainingData.of(DATA.source(), trainer.plan().seed());
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        PrefetchedStream batches = data.batches(LENGTH, trainer.step(), Device.cpu())) {
      trainer.step(batches.next(manager));
    }
  }

  private static List<byte[]> trained(TrainingPlan plan) {
    try (SaeTrainer trainer = builder(plan).build()) {
      assertThat(trainer.train()).isTrue();
      return TrainerBytes.of(trainer);
    }
  }

  private static void assertSameBits(List<byte[]> got, List<byte[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(got.get(i)).as("array %d", i).isEqualTo(expected.get(i));
    }
  }

  private static SaeTrainerBuilder builder(TrainingPlan plan) {
    return SaeTrainer.builder(DATA.source(), plan);
  }

  private static TrainingPlan plan(Variant variant, long seed) {
    return TrainingPlan.of(variant.recipe(), D_SAE, LENGTH, seed);
  }
}
