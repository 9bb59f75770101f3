package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.HookPoint;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.TrainingPlan.Precision;
import org.monosem.harvest.transformer.regularisation.Inhibition;
import org.monosem.harvest.transformer.regularisation.Inhibition.Choice;
import org.monosem.harvest.transformer.regularisation.Inhibition.Effect;
import org.monosem.harvest.transformer.regularisation.LayerDecorrelation;
import org.monosem.harvest.transformer.regularisation.Regularisation;

class RegularisedTrainingTest {
  private static final Gpt2Config CONFIG =
      new Gpt2Config(40, 16, 2, 2, 16, 48, MlpActivation.RELU, 1e-5, false);
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Inhibition INHIBITION = Inhibition.of(List.of(1)).withWarmUp(64);

  private static final Inhibition NEURONS = INHIBITION.withSite(Inhibition.Site.ACTIVATION);

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Regularisation> all() {
    LayerDecorrelation decorrelation = LayerDecorrelation.of(List.of(0, 1)).withRows(24);
    return Stream.of(
        Regularisation.of(INHIBITION),
        Regularisation.of(NEURONS.withEffect(Effect.NAIVE).withChoice(Choice.FRACTION, 0.05)),
        Regularisation.of(
            NEURONS.withEffect(Effect.LOG_LOSS).withChoice(Choice.MOVING_THRESHOLD, 0.03)),
        Regularisation.of(decorrelation),
        new Regularisation(INHIBITION, decorrelation.withSite(LayerDecorrelation.Site.ACTIVATION)));
  }

  /** A language with structure at several distances, and rare tokens. */
  private static TokenContexts text(long seed, int tokens) {
    var random = Seed.of(seed).random();
    int[] ids = new int[tokens];
    for (int i = 2; i < tokens; i++) {
      int next = (ids[i - 1] * 3 + ids[i - 2] + 1) % 30;
      ids[i] = random.nextInt(12) == 0 ? 30 + random.nextInt(10) : next;
    }
    return TokenContexts.of(ids, 17);
  }

  private static TrainingPlan plan(long steps, long seed, Regularisation regularisation) {
    return TrainingPlan.of(steps, Seed.of(seed))
        .withBatchContexts(8)
        .withOptimizer(AdamW.defaults().withWarmupSteps(5).withLearningRate(3e-3))
        .withPrecision(Precision.FP32)
        .withIntervals(0, 5)
        .withRegularisation(regularisation);
  }

  private String trained(TrainingPlan plan, TokenContexts data) {
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan, manager)) {
      assertThat(trainer.train(data, null, null, SILENT).complete()).isTrue();
      return trainer.model().fingerprint();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aResumedTrainingEndsWithTheSameBits(Regularisation regularisation) {
    TokenContexts data = text(1, 3000);
    String whole = trained(plan(9, 3, regularisation), data);
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan(9, 3, regularisation), manager)) {
      TrainingListener stop =
          new TrainingListener() {
            @Override
            public void onStep(Step step) {
              if (step.step() == 6) {
                trainer.requestStop();
              }
            }
          };
      trainer.train(data, null, folder, stop);
    }
    try (Gpt2Trainer trainer = Gpt2Trainer.resume(folder, manager)) {
      assertThat(trainer.plan().regularisation()).isEqualTo(regularisation);
      trainer.train(data, null, folder, SILENT);
      assertThat(trainer.model().fingerprint()).isEqualTo(whole);
    }
  }

  @Test
  void everyRegularisationTrainsOtherWeights() {
    TokenContexts data = text(1, 3000);
    Stream<Regularisation> trainings = Stream.concat(Stream.of(Regularisation.NONE), all());
    assertThat(trainings.map(way -> trained(plan(3, 3, way), data))).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Inhibition.Site.class)
  void theRunningSumsAreOfTheOutputsAtTheSite(Inhibition.Site site) {
    Gpt2Weights weights = Gpt2Initializer.random(CONFIG, Seed.of(2), manager);
    Regularisation rule = Regularisation.of(INHIBITION.withSite(site));
    RegularisationState state = RegularisationState.start(rule, weights, manager);
    long[][] batch = {{0, 5, 12, 5, 1, 7, 3}, {2, 2, 9, 4, 11, 0, 6}};
    new Gpt2Gradients(weights, Precision.FP32, state, manager).compute(batch, manager);
    NDArray inputs = manager.create(new long[] {0, 5, 12, 5, 1, 7, 2, 2, 9, 4, 11, 0});
    boolean neurons = site == Inhibition.Site.ACTIVATION;
    HookPoint hook = neurons ? HookPoint.mlpPost(1) : HookPoint.residualPost(1);
    NDArray outputs = new Gpt2(weights, manager).activations(inputs.reshape(2, 6), hook);
    NDArray rows = outputs.reshape(12, neurons ? 48 : 16).toType(DataType.FLOAT64, true);
    NDArray mean = rows.mean(new int[] {0});
    assertThat(state.named("h.1.count").getDouble()).isEqualTo(12);
    assertThat(state.named("h.1.mean").toDoubleArray())
        .containsExactly(mean.toDoubleArray(), within(1e-7));
    assertThat(state.named("h.1.squares").toDoubleArray())
        .containsExactly(rows.sub(mean).square().sum(new int[] {0}).toDoubleArray(), within(1e-7));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void stepsLeaveNoArraysBehind(Precision precision) {
    TrainingPlan plan =
        plan(4, 3, all().toList().get(4)).withPrecision(precision).withIntervals(0, 0);
    int before = manager.getManagedArrays().size();
    try (Gpt2Trainer trainer = Gpt2Trainer.start(CONFIG, plan, manager)) {
      NDManager own = trainer.model().weights().tokenEmbedding().getManager();
      int arrays = own.getManagedArrays().size();
      trainer.train(text(1, 3000), null, null, SILENT);
      assertThat(own.getManagedArrays()).hasSize(arrays);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void aCheckpointFromBeforeRegularisationIsRead() throws IOException {
    TokenContexts data = text(1, 3000);
    trained(plan(5, 3, Regularisation.NONE), data);
    try (Gpt2Trainer trainer =
        Gpt2Trainer.start(CONFIG, plan(5, 3, Regularisation.NONE), manager)) {
      trainer.train(data, null, folder, SILENT);
    }
    Path file = folder.resolve("step-000000005/training.json");
    String text = Files.readString(file);
    String older = text.replaceAll(",\\s*\"regularisation\": \\{\\}", "");
    assertThat(older).isNotEqualTo(text);
    Files.writeString(file, older);
    try (Gpt2Trainer trainer = Gpt2Trainer.resume(folder, manager)) {
      assertThat(trainer.plan().regularisation()).isEqualTo(Regularisation.NONE);
    }
  }

  @Test
  void inhibitionFromBeforeItHadASiteIsOfTheActivations() throws IOException {
    try (Gpt2Trainer trainer =
        Gpt2Trainer.start(CONFIG, plan(5, 3, Regularisation.of(NEURONS)), manager)) {
      trainer.train(text(1, 3000), null, folder, SILENT);
    }
    Path file = folder.resolve("step-000000005/training.json");
    String text = Files.readString(file);
    String older = text.replaceAll(",\\s*\"site\": \"ACTIVATION\"", "");
    assertThat(older).isNotEqualTo(text);
    Files.writeString(file, older);
    try (Gpt2Trainer trainer = Gpt2Trainer.resume(folder, manager)) {
      assertThat(trainer.plan().regularisation()).isEqualTo(Regularisation.of(NEURONS));
    }
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    try (Gpt2Trainer trainer =
        Gpt2Trainer.start(CONFIG, plan(5, 3, Regularisation.of(INHIBITION)), manager)) {
      trainer.train(text(1, 3000), null, folder, SILENT);
    }
    Path file = folder.resolve("step-000000005/training.json");
    Files.writeString(file, Files.readString(file).replaceFirst("(\"layers\": \\[\\s*)1", "$10"));
    assertThatThrownBy(() -> Gpt2Trainer.resume(folder, manager))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("h.0.count: missing");
  }

  @Test
  void aLayerThatThereIsNotIsRefused() {
    TrainingPlan plan = plan(5, 3, Regularisation.of(Inhibition.of(List.of(0, 2))));
    int before = manager.getManagedArrays().size();
    assertThatThrownBy(() -> Gpt2Trainer.start(CONFIG, plan, manager))
        .hasMessage("inhibition: layers: expected 0 to 1, got [0, 2]");
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  /** What the rules add to the loss, alone. */
  private static final String PROBE =
      """

      def probe(tokens: Tensor, w: List[Tensor], rules: Tensor, state: List[Tensor], scale: float) -> Tensor:
        x = torch.reshape(torch.embedding(w[0], tokens) + w[1], [-1, torch.size(w[0], 1)])
        losses = annotate(List[Tensor], [])
        unused = self.body(x, w, [torch.size(tokens, 0), torch.size(tokens, 1), 2], 2, 1.0e-5, 1, False, rules, state, losses, scale)
        return torch.sum(torch.stack(losses))
      """;

  static Stream<Regularisation> losses() {
    LayerDecorrelation rule = LayerDecorrelation.of(List.of(0, 1)).withWeight(0.02).withRows(7);
    Inhibition logLoss = Inhibition.of(List.of(0, 1)).withWarmUp(2).withEffect(Effect.LOG_LOSS);
    return Stream.of(
        Regularisation.of(rule),
        Regularisation.of(rule.withSite(LayerDecorrelation.Site.ACTIVATION).withUnitRows(false)),
        Regularisation.of(logLoss.withWeight(0.3).withChoice(Choice.FRACTION, 0.2)),
        Regularisation.of(
            logLoss
                .withSite(Inhibition.Site.ACTIVATION)
                .withWeight(0.3)
                .withChoice(Choice.FRACTION, 0.2)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatIsAddedToTheGradientIsTheSlopeOfWhatIsAddedToTheLoss(Regularisation regularisation) {
    long[][] batch = {{0, 5, 12, 5, 1, 7, 3}, {2, 2, 9, 4, 11, 0, 6}};
    Gpt2Config config = new Gpt2Config(13, 6, 2, 2, 8, 12, MlpActivation.GELU, 1e-5, false);
    Gpt2Weights floats = Gpt2Initializer.random(config, Seed.of(2), manager);
    List<NDArray> doubles =
        floats.arrays().stream().map(a -> a.toType(DataType.FLOAT64, true).mul(10)).toList();
    Gpt2Weights weights = new Gpt2Weights(floats.layout(), doubles);
    RegularisationState state = RegularisationState.start(regularisation, weights, manager);
    Gpt2Gradients with = new Gpt2Gradients(weights, Precision.FP32, state, manager);
    with.compute(batch, manager); // the running sums now know something
    List<NDArray> sums = state.arrays().stream().map(NDArray::duplicate).toList();
    double loss = with.compute(batch, manager);
    Gpt2Gradients plain = new Gpt2Gradients(weights, Precision.FP32, manager);
    assertThat(loss).isEqualTo(plain.compute(batch, manager));
    Probe probe = new Probe(weights, state.rules(), sums, manager);
    for (Gpt2Layout.Slot slot :
        List.of(Gpt2Layout.Slot.MLP_IN, Gpt2Layout.Slot.MLP_IN_BIAS, Gpt2Layout.Slot.QKV)) {
      for (int layer = 0; layer < 2; layer++) {
        int at = weights.layout().index(layer, slot);
        double[] added = with.arrays().get(at).toDoubleArray();
        double[] without = plain.arrays().get(at).toDoubleArray();
        for (int element : new int[] {1, added.length / 2}) {
          double slope = probe.slope(at, element);
          assertThat(added[element] - without[element])
              .as("%s of layer %d, element %d", slot, layer, element)
              .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
      }
    }
  }

  /** Differences of the added loss. */
  private record Probe(Gpt2Weights weights, NDArray rules, List<NDArray> sums, NDManager manager) {
    private static final KernelModule KERNELS =
        KernelModule.compile(
            "probe",
            text("regularise.py")
                + text("training.py").replace("from .regularise import *", "")
                + PROBE);

    double slope(int array, int element) {
      double step = 1e-6;
      NDArray one = weights.arrays().get(array).flatten().get(element + ":" + (element + 1));
      one.addi(step);
      double above = loss();
      one.subi(2 * step);
      double below = loss();
      one.addi(step);
      return (above - below) / (2 * step);
    }

    private double loss() {
      NDArray tokens =
          manager.create(new long[] {0, 5, 12, 5, 1, 7, 2, 2, 9, 4, 11, 0}, new Shape(2, 6));
      List<NDArray> copies = sums.stream().map(NDArray::duplicate).toList();
      return KERNELS
          .callForArray(manager, "probe", tokens, weights.arrays(), rules, copies, 1.0 / 12)
          .getDouble();
    }

    private static String text(String name) {
      try (InputStream in = Objects.requireNonNull(Gpt2.class.getResourceAsStream(name))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
