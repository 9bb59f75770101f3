package org.monosem.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.activation.Gated;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.JumpReluObjective;
import org.monosem.sae.objective.JumpThreshold;
import org.monosem.sae.objective.StepPath;
import org.monosem.sae.objective.StepRoute;
import org.monosem.sae.objective.Workspace;
import org.monosem.sae.objective.term.DecorrelationTerm;
import org.monosem.sae.objective.term.EmbeddingTerm;
import org.monosem.sae.objective.term.TermSum;

/** Steps as on a device that works on its own: several are queued before the host looks. */
class QueuedStepsTest {
  private static final int BATCH = 32;
  private static final int D_IN = 16;
  private static final int D_SAE = 48;
  private static final int STEPS = 2 * TrainingStep.WINDOW;
  private static final long ROOM_FOR_A_USUAL_BATCH = 50;
  private static final ProgressMeter.LastStep LAST =
      new ProgressMeter.LastStep(1, 1, 1, StepPath.DENSE, 0);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void lookingSeldomGivesTheBitsOfLookingAlways() {
    List<NDArray> batches = batches();
    assertThat(run(batches, 1)).isEqualTo(run(batches, TrainingStep.WINDOW));
    assertThat(run(batches, 3)).isEqualTo(run(batches, TrainingStep.WINDOW));
  }

  @Test
  void whatTermsAddIsTheSameHoweverSeldomOneLooks() {
    List<NDArray> batches = batches();
    TermSum both = new TermSum(EmbeddingTerm.of(0.5), DecorrelationTerm.of(0.01));
    List<Map<String, Double>> told = new ArrayList<>();
    for (int every : new int[] {1, 3, TrainingStep.WINDOW}) {
      Run run = new Run(Recipe.towardsMonosemanticity2023().withTerm(both));
      run.over(batches, every);
      told.add(run.meter.report(STEPS, new RunLength(STEPS, BATCH), LAST, 0).terms());
    }
    assertThat(told.get(0)).containsOnlyKeys("embedding", "decorrelation");
    assertThat(told.get(0).values()).allMatch(value -> value > 0);
    assertThat(told).containsOnly(told.get(0));
  }

  @Test
  void aControlledCoefficientMovesAtTheSameStepsHoweverSeldomOneLooks() {
    List<NDArray> batches = batches();
    List<Double> factors = new ArrayList<>();
    for (int every : new int[] {1, 3, TrainingStep.WINDOW}) {
      Run run = new Run(TargetL0Control.of(5));
      factors.add(run.over(batches, every));
    }
    assertThat(factors.get(0)).isNotEqualTo(1);
    assertThat(factors).containsOnly(factors.get(0));
  }

  @Test
  void aStepWithoutRoomForItsPairsIsTakenAgainDenselyAndTheLaterOnesAfterIt() {
    List<NDArray> batches = batches();
    NDArray crowded = batches.get(3);
    crowded.muli(50);
    Run always = new Run();
    always.state.choose(StepRoute.SPARSE.expecting(ROOM_FOR_A_USUAL_BATCH));
    List<StepPath> paths = new ArrayList<>();
    for (NDArray batch : batches.subList(0, TrainingStep.WINDOW)) {
      always.step.queue(batch);
      paths.add(always.step.settle(always.meter).path());
    }
    assertThat(paths.indexOf(StepPath.DENSE)).isEqualTo(3);
    assertThat(paths.lastIndexOf(StepPath.DENSE)).isEqualTo(3);
    Run seldom = new Run();
    seldom.state.choose(StepRoute.SPARSE.expecting(ROOM_FOR_A_USUAL_BATCH));
    batches.subList(0, TrainingStep.WINDOW).forEach(seldom.step::queue);
    assertThat(seldom.step.full()).isTrue();
    seldom.step.settle(seldom.meter);
    assertThat(seldom.bits()).isEqualTo(always.bits());
    assertThat(seldom.state.firing().silentRows().toLongArray())
        .isEqualTo(always.state.firing().silentRows().toLongArray());
  }

  /** Behind most open gates nothing fires, and still every one of them is written. */
  @Test
  void thereIsRoomForOpenGatesNotOnlyForWhatFires() {
    Run run = new Run(Recipe.gated2024());
    run.state.parameters().extra(Gated.B_MAG).subi(5);
    assertWritesWithoutMissing(run);
  }

  /** Many pre-activations are within a wide bandwidth of their thresholds, few above. */
  @Test
  void thereIsRoomForTheWindowOfJumpReluNotOnlyForWhatFires() {
    JumpReluObjective narrow = (JumpReluObjective) Recipe.jumpRelu2024(4).objective();
    JumpReluObjective wide =
        new JumpReluObjective(
            narrow.errorReduction(),
            narrow.preEncoderBias(),
            narrow.sparsity(),
            narrow.coefficient(),
            new JumpThreshold(5, 14, narrow.threshold().throughPreActivation()));
    assertWritesWithoutMissing(new Run(Recipe.jumpRelu2024(4).withObjective(wide)));
  }

  private void assertWritesWithoutMissing(Run run) {
    List<StepPath> paths = new ArrayList<>();
    for (NDArray batch : batches()) {
      run.step.queue(batch);
      paths.add(run.step.settle(run.meter).path());
    }
    // The first window is dense; what it tells makes room for the second.
    assertThat(paths.subList(TrainingStep.WINDOW, STEPS)).containsOnly(StepPath.SPARSE);
    long fired = run.state.firing().silentRows().lt(BATCH).sum().toLongArray()[0];
    assertThat(fired).as("features that fired in the last batch").isLessThan(D_SAE / 2);
    assertThat(run.state.route().expectedPairs()).isGreaterThan(BATCH * D_SAE / 3);
  }

  @Test
  void aRowThatIsNotFiniteIsNamedAndNothingOfItOrAfterItRemains() {
    List<NDArray> batches = batches();
    Run good = new Run();
    batches.subList(0, 5).forEach(good.step::queue);
    good.step.settle(good.meter);
    batches.get(5).set(new NDIndex(7, 2), Float.NaN);
    Run bad = new Run();
    batches.subList(0, TrainingStep.WINDOW).forEach(bad.step::queue);
    assertThatThrownBy(() -> bad.step.settle(bad.meter))
        .hasMessage(
            "activations: row 167 of the shuffled stream is not finite"
                + " (step 6, row 7 of its batch)");
    assertThat(bad.state.step()).isEqualTo(5);
    assertThat(bad.bits()).isEqualTo(good.bits());
    batches.get(5).set(new NDIndex(7, 2), 0);
    bad.step.queue(batches.get(5));
    bad.step.settle(bad.meter);
    assertThat(bad.state.step()).isEqualTo(6);
    assertThat(bad.bits()).isNotEqualTo(good.bits());
  }

  @Test
  void theCallerMayOverwriteItsRowsAtOnceAndNothingLeaks() {
    List<NDArray> batches = batches();
    Run kept = new Run();
    batches.subList(0, 4).forEach(kept.step::queue);
    kept.step.settle(kept.meter);
    Run overwritten = new Run();
    overwritten.step.queue(batches.get(0).duplicate());
    overwritten.step.settle(overwritten.meter);
    int before = manager.getManagedArrays().size();
    try (NDManager scope = manager.newSubManager()) {
      NDArray buffer = scope.zeros(new Shape(BATCH, D_IN));
      for (NDArray batch : batches.subList(1, 4)) {
        batch.copyTo(buffer);
        overwritten.step.queue(buffer);
      }
      buffer.muli(0);
    }
    overwritten.step.settle(overwritten.meter);
    assertThat(overwritten.bits()).isEqualTo(kept.bits());
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  /** The weights after all batches, looked at every so many steps. */
  private float[] run(List<NDArray> batches, int every) {
    Run run = new Run();
    run.over(batches, every);
    assertThat(run.state.route().path()).isNotEqualTo(StepPath.DENSE);
    return run.bits();
  }

  private List<NDArray> batches() {
    List<NDArray> batches = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      SplittableRandom random = Seed.of(1).named("batch").at(step).random();
      float[] values = new float[BATCH * D_IN];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      batches.add(manager.create(values, new Shape(BATCH, D_IN)));
    }
    return batches;
  }

  private final class Run {
    final TrainingState state;
    final TrainingStep step;
    final ProgressMeter meter;

    Run() {
      this(PenaltyControl.NONE);
    }

    Run(PenaltyControl control) {
      this(Recipe.towardsMonosemanticity2023().withPenaltyControl(control));
      // Few features fire at first, so that there is room to have too little of.
      state.parameters().bEnc().subi(1.2f);
    }

    Run(Recipe recipe) {
      this.meter = new ProgressMeter(D_IN, recipe.term());
      Initialisation start =
          new Initialisation(
              Initialisation.Encoder.KAIMING_UNIFORM, 1, Initialisation.DecoderBias.ZERO);
      Recipe begun = recipe.withInitialisation(start).withInputScaling(InputScaling.NONE);
      TrainingPlan plan =
          TrainingPlan.of(begun, D_SAE, new RunLength(STEPS, BATCH), 5)
              .withCosts(StepCosts.always(StepPath.SPARSE));
      NDManager own = manager.newSubManager();
      TrainingData data = TrainingData.of(new ArraySource(new float[4][D_IN]), 5);
      this.state = TrainingStart.make(own, plan, data, null);
      ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(D_SAE, D_IN, BATCH);
      Workspace workspace = Workspace.of(own, Precision.FP32, sizes, DataType.FLOAT32);
      this.step = new TrainingStep(own, plan, state, workspace.withoutWaiting());
    }

    /** Takes the batches, looks every so many steps, and returns the penalty's factor. */
    double over(List<NDArray> batches, int every) {
      for (NDArray batch : batches) {
        step.queue(batch);
        if (step.full() || state.step() % every == 0) {
          step.settle(meter);
        }
      }
      return state.penaltyLevel().factor();
    }

    float[] bits() {
      FloatBuffer all = FloatBuffer.allocate(4 * (2 * D_SAE + 1) * D_IN);
      state.parameters().list().forEach(array -> all.put(array.toFloatArray()));
      state.firstMoments().list().forEach(array -> all.put(array.toFloatArray()));
      return all.array();
    }
  }
}
