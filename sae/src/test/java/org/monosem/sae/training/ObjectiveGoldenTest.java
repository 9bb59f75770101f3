package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.sae.deadfeature.ResamplingSchedule;
import org.monosem.sae.deadfeature.TrainedArrays;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.BatchStatistics;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;
import org.monosem.sae.objective.GradientRequest;
import org.monosem.sae.objective.LinearPath;
import org.monosem.sae.objective.Moment;
import org.monosem.sae.objective.Objective;
import org.monosem.sae.objective.RowScaling;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;
import org.monosem.sae.objective.term.NoTerm;

/** Every objective against PyTorch's autograd and Adam: loss, gradient, twenty steps. */
class ObjectiveGoldenTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> cases() {
    return GoldenObjective.all()
        .flatMap(
            golden ->
                Stream.of(DataType.FLOAT64, DataType.FLOAT32)
                    .flatMap(
                        type ->
                            Stream.of(StepRoute.DENSE, StepRoute.SPARSE)
                                .map(route -> Arguments.of(golden, type, route))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradient(GoldenObjective golden, DataType type, StepRoute route) {
    double tolerance = type == DataType.FLOAT64 ? 1e-10 : 1e-5;
    Objective objective = golden.objective();
    DictionaryParameters p = golden.parameters(manager, golden.start(), type);
    RowScaling.Parts rows = golden.unscaled().of(manager, golden.rows(manager, type).get(0));
    GradientRequest request =
        new GradientRequest(rows.inputs(), rows.targets(), 1, route, moment(objective));
    BatchGradient got =
        LinearPath.gradient(objective, manager, p, request, workspace(golden, type));
    assertThat(got.missed().getLong()).isZero();
    BatchStatistics sums = got.statistics(golden.batch());
    double loss = objective.lossSum(sums, golden.widths().dOut(), 1) / golden.batch();
    assertThat(loss).isCloseTo(golden.firstLoss(), within(tolerance * golden.firstLoss()));
    assertThat(got.firedRows().toLongArray()).isEqualTo(fired(golden));
    DictionaryParameters expected = golden.parameters(manager, golden.gradient(), DataType.FLOAT64);
    for (int i = 0; i < expected.list().size(); i++) {
      assertClose(
          p.names().get(i), got.gradient().list().get(i), expected.list().get(i), tolerance);
    }
  }

  static Stream<Arguments> runs() {
    return GoldenObjective.all()
        .flatMap(
            golden ->
                Stream.of(StepPath.DENSE, StepPath.SPARSE)
                    .flatMap(
                        path ->
                            Stream.of(Precision.FP32, Precision.FP32_VIA_BF16)
                                .map(precision -> Arguments.of(golden, path, precision))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void twentySteps(GoldenObjective golden, StepPath path, Precision precision) {
    List<NDArray> batches = golden.rows(manager, DataType.FLOAT32);
    TrainingPlan plan = plan(golden, path, precision, batches.size());
    TrainingState state = state(golden, plan);
    TrainingStep step =
        new TrainingStep(manager, plan, state, workspace(golden, precision, DataType.FLOAT32));
    for (int i = 0; i < batches.size(); i++) {
      ProgressMeter meter = new ProgressMeter(golden.widths().dOut(), new NoTerm());
      step.queue(batches.get(i));
      ProgressMeter.LastStep last = step.settle(meter);
      double expected = golden.losses()[i];
      TrainingProgress report = meter.report(i + 1, plan.length(), last, 0);
      assertThat(report.loss()).isCloseTo(expected, within(1e-5 * expected));
    }
    DictionaryParameters expected = golden.parameters(manager, golden.end(), DataType.FLOAT64);
    for (int i = 0; i < expected.list().size(); i++) {
      String name = expected.names().get(i);
      assertClose(name, state.parameters().list().get(i), expected.list().get(i), 1e-5);
    }
    state
        .estimates()
        .forEach(
            (name, value) -> {
              double end = golden.estimate(name);
              assertThat(value.getDouble()).as(name).isCloseTo(end, within(1e-5 * Math.abs(end)));
            });
    if (plan.recipe().objective().watchesDeadFeatures()) {
      assertThat(state.dead().features()).isEqualTo(golden.dead()).isNotEmpty();
    }
  }

  private static TrainingPlan plan(
      GoldenObjective golden, StepPath path, Precision precision, int steps) {
    Recipe recipe =
        Recipe.towardsMonosemanticity2023()
            .withObjective(golden.objective())
            .withAdam(new Adam(golden.learningRate(), 0.9, 0.999, 1e-8))
            .withDecoderConstraint(DecoderConstraint.FREE)
            .withResampling(ResamplingSchedule.none())
            .withDeadAfterRows(golden.deadAfterRows());
    RunLength length = new RunLength(steps, golden.batch());
    return TrainingPlan.of(recipe, golden.widths().dSae(), length, 1)
        .withCompute(
            ComputePlan.of(golden.widths().dSae(), golden.batch())
                .withPrecision(precision)
                .withCosts(StepCosts.always(path)))
        .withLayout(golden.layout());
  }

  private TrainingState state(GoldenObjective golden, TrainingPlan plan) {
    DictionaryParameters p = golden.parameters(manager, golden.start(), DataType.FLOAT32);
    TrainedArrays arrays = new TrainedArrays(p, zeros(golden), zeros(golden));
    Objective objective = plan.recipe().objective();
    return new TrainingState(
        arrays,
        TrainingState.Watched.start(manager, p.dSae(), objective),
        golden.unscaled(),
        TrainingState.Position.start(plan.compute()));
  }

  private DictionaryParameters zeros(GoldenObjective golden) {
    DictionaryWidths widths = golden.widths();
    return DictionaryParameters.zeros(
        manager, widths, golden.layout().extraShapes(golden.objective(), widths), DataType.FLOAT32);
  }

  private Moment moment(Objective objective) {
    return new Moment(0, null, TrainingState.Watched.start(manager, 1, objective).estimates());
  }

  private Workspace workspace(GoldenObjective golden, DataType type) {
    return workspace(golden, Precision.FP32, type);
  }

  private Workspace workspace(GoldenObjective golden, Precision precision, DataType type) {
    DictionaryWidths widths = golden.widths();
    // Tiles that do not divide the batch.
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(widths.dSae(), widths.dIn(), 5);
    return Workspace.of(manager, precision, sizes, type);
  }

  private static long[] fired(GoldenObjective golden) {
    long[] fired = new long[golden.widths().dSae()];
    double[] features = golden.firstFeatures();
    for (int i = 0; i < features.length; i++) {
      fired[i % fired.length] += features[i] > 0 ? 1 : 0;
    }
    return fired;
  }

  private static void assertClose(String name, NDArray got, NDArray expected, double tolerance) {
    assertThat(got.getShape()).as(name).isEqualTo(expected.getShape());
    double largest = expected.abs().max().getDouble();
    double difference = got.toType(DataType.FLOAT64, true).sub(expected).abs().max().getDouble();
    assertThat(difference).as(name).isLessThanOrEqualTo(tolerance * largest + 1e-300);
  }
}
