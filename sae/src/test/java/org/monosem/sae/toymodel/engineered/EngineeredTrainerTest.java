package org.monosem.sae.toymodel.engineered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.random.Seed;

class EngineeredTrainerTest {
  private static final double RATE = 0.01;
  private static final ToyData DATA = new ToyData(24, 16, FrequencyLaw.UNIFORM, 1.0 / 16);

  /** Keeps all measurements. */
  private static final class Recorder implements EngineeredListener {
    private final List<List<ToyMeasurement>> all = new ArrayList<>();
    private long stopAfter = Long.MAX_VALUE;

    @Override
    public boolean stepped(long step) {
      return step < stopAfter;
    }

    @Override
    public void measured(List<ToyMeasurement> runs) {
      all.add(runs);
    }

    List<Long> steps() {
      return all.stream().map(runs -> runs.get(0).step()).toList();
    }

    List<ToyMeasurement> last() {
      return all.get(all.size() - 1);
    }
  }

  private static EngineeredPlan plan(ToyTask task, ToyActivation activation, long steps) {
    return new EngineeredPlan(
        DATA,
        new ToyNetwork(task, activation, 48),
        new ToySchedule(ToyOptimiser.LAMB, 128, steps, 0));
  }

  private static Recorder trained(EngineeredPlan plan, ToyRun... runs) {
    Recorder recorder = new Recorder();
    try (EngineeredTrainer trainer = new EngineeredTrainer(plan, List.of(runs), Device.cpu())) {
      assertThat(trainer.train(recorder)).isTrue();
    }
    return recorder;
  }

  /**
   * A short version of EngineeredFindingTest, by Adam, with a decay that leaves a ninth of the
   * start.
   */
  @Test
  void aLowStartOfTheBiasesMakesUnitsMonosemanticAtNoLoss() {
    long steps = 3072;
    EngineeredPlan plan =
        new EngineeredPlan(
            new ToyData(64, 32, FrequencyLaw.UNIFORM, 1.0 / 32),
            new ToyNetwork(ToyTask.DECODER, ToyActivation.RELU, 128),
            new ToySchedule(ToyOptimiser.ADAM, 128, steps, 0));
    double decay = 0.4 * ToyRun.decayFor(0.003, steps);
    List<ToyMeasurement> end =
        trained(plan, ToyRun.usual(0.003, Seed.of(1)), new ToyRun(-1, decay, 0.003, Seed.of(1)))
            .last();
    ToyMeasurement usual = end.get(0);
    ToyMeasurement low = end.get(1);
    assertThat(low.monosemanticUnits())
        .isGreaterThanOrEqualTo(3 * Math.max(1, usual.monosemanticUnits()));
    assertThat(low.loss()).isLessThan(1.05 * usual.loss());
    assertThat(low.monosemanticBias()).isLessThan(low.polysemanticBias());
    assertThat(low.meanBias()).isLessThan(usual.meanBias());
  }

  @Test
  void withoutDecayUnitsStaySilent() {
    EngineeredPlan plan = plan(ToyTask.DECODER, ToyActivation.RELU, 256);
    List<ToyMeasurement> end =
        trained(plan, new ToyRun(-1, 0, RATE, Seed.of(1)), ToyRun.engineered(RATE, 256, Seed.of(1)))
            .last();
    assertThat(end.get(0).silentUnits()).isGreaterThan(10 + end.get(1).silentUnits());
    assertThat(end.get(0).loss()).isGreaterThan(1.2 * end.get(1).loss());
  }

  @Test
  void measuresAtPowersOfTwoAndAtTheEnd() {
    EngineeredPlan plan = plan(ToyTask.DECODER, ToyActivation.RELU, 11);
    Recorder recorder = trained(plan, ToyRun.usual(RATE, Seed.of(2)));
    assertThat(recorder.steps()).containsExactly(1L, 2L, 4L, 8L, 11L);
    assertThat(recorder.last().get(0).loss()).isLessThan(recorder.all.get(0).get(0).loss());
  }

  @Test
  void aStopIsMeasuredAndSaid() {
    Recorder recorder = new Recorder();
    recorder.stopAfter = 3;
    EngineeredPlan plan = plan(ToyTask.DECODER, ToyActivation.RELU, 50);
    try (EngineeredTrainer trainer =
        new EngineeredTrainer(plan, List.of(ToyRun.usual(RATE, Seed.of(2))), Device.cpu())) {
      assertThat(trainer.train(recorder)).isFalse();
      assertThat(trainer.step()).isEqualTo(3);
      assertThat(recorder.steps()).containsExactly(1L, 2L, 3L);
      recorder.stopAfter = 50;
      assertThat(trainer.train(recorder)).isTrue();
      assertThat(recorder.steps()).containsExactly(1L, 2L, 3L, 4L, 8L, 16L, 32L, 50L);
    }
  }

  @Test
  void runsDoNotSeeEachOther() {
    EngineeredPlan plan = plan(ToyTask.DECODER, ToyActivation.GELU, 20);
    ToyRun first = ToyRun.engineered(RATE, 20, Seed.of(1));
    ToyRun second = new ToyRun(-0.2, 0, 2 * RATE, Seed.of(8));
    List<ToyMeasurement> both = trained(plan, first, second).last();
    assertSame(trained(plan, first).last().get(0), both.get(0));
    assertSame(trained(plan, second).last().get(0), both.get(1));
    assertThat(trained(plan, first, second).last()).isEqualTo(both);
  }

  private static void assertSame(ToyMeasurement alone, ToyMeasurement beside) {
    assertThat(alone.loss()).isCloseTo(beside.loss(), within(1e-5 * alone.loss()));
    assertThat(alone.meanBias()).isCloseTo(beside.meanBias(), within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(ToyTask.class)
  void everyTaskIsLearntWithEveryActivation(ToyTask task) {
    for (ToyActivation activation : ToyActivation.values()) {
      Recorder recorder = trained(plan(task, activation, 256), ToyRun.usual(RATE, Seed.of(4)));
      double first = recorder.all.get(0).get(0).loss();
      assertThat(recorder.last().get(0).loss())
          .as("%s, %s", task, activation)
          .isLessThan(0.7 * first);
    }
  }

  @ParameterizedTest
  @EnumSource(ToyOptimiser.class)
  void anOptimiserLearnsAndAPenaltyIsPartOfTheLoss(ToyOptimiser optimiser) {
    EngineeredPlan free =
        new EngineeredPlan(
            DATA,
            new ToyNetwork(ToyTask.DECODER, ToyActivation.RELU, 48),
            new ToySchedule(optimiser, 128, 200, 0));
    EngineeredPlan penalised =
        new EngineeredPlan(free.data(), free.network(), new ToySchedule(optimiser, 128, 200, 0.5));
    ToyRun run = ToyRun.usual(RATE, Seed.of(4));
    Recorder recorder = trained(free, run);
    assertThat(recorder.last().get(0).loss()).isLessThan(0.7 * recorder.all.get(0).get(0).loss());
    assertThat(trained(penalised, run).last().get(0).loss())
        .isGreaterThan(recorder.last().get(0).loss());
  }

  @Test
  void weightsAreCopiesOfAllShapes() {
    EngineeredPlan plan = plan(ToyTask.RE_PROJECTOR, ToyActivation.RELU, 4);
    List<ToyRun> runs = List.of(ToyRun.usual(RATE, Seed.of(1)), ToyRun.usual(RATE, Seed.of(2)));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        EngineeredTrainer trainer = new EngineeredTrainer(plan, runs, Device.cpu())) {
      int before = manager.getManagedArrays().size();
      try (ToyWeights weights = trainer.weights(1, manager)) {
        assertThat(weights.l1().getShape().getShape()).containsExactly(48, 16);
        assertThat(weights.bias().getShape().getShape()).containsExactly(48);
        assertThat(weights.l2().getShape().getShape()).containsExactly(16, 48);
        assertThat(weights.projection().getShape().getShape()).containsExactly(24, 16);
        assertThat(weights.target().getShape().getShape()).containsExactly(24, 16);
        float[] start = weights.l1().toFloatArray();
        trainer.train(new Recorder());
        assertThat(weights.l1().toFloatArray()).isEqualTo(start);
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThatThrownBy(() -> trainer.weights(2, manager))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void startsWithinTheBoundsOfTheFanIn() {
    EngineeredPlan plan = plan(ToyTask.DECODER, ToyActivation.RELU, 4);
    ToyRun low = new ToyRun(-3, 0, RATE, Seed.of(1));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        EngineeredTrainer trainer = new EngineeredTrainer(plan, List.of(low), Device.cpu())) {
      ToyWeights weights = trainer.weights(0, manager);
      assertThat(weights.l1().max().getFloat()).isBetween(0.24f, 0.25f);
      assertThat(weights.l1().min().getFloat()).isBetween(-0.25f, -0.24f);
      assertThat(weights.l2().max().getFloat()).isBetween(0.14f, 0.1444f);
      assertThat(weights.bias().max().getFloat()).isBetween(-2.85f, -2.75f);
      assertThat(weights.bias().min().getFloat()).isBetween(-3.25f, -3.15f);
      assertThat(weights.target().toFloatArray()).isEqualTo(manager.eye(24).toFloatArray());
    }
  }

  @Test
  void refusesRunsThatMakeNoSense() {
    EngineeredPlan plan = plan(ToyTask.DECODER, ToyActivation.RELU, 4);
    assertThatThrownBy(() -> new EngineeredTrainer(plan, List.of(), Device.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runs: expected at least 1, got 0");
    assertThatThrownBy(() -> new ToyRun(Double.NaN, 0, RATE, Seed.of(1)))
        .hasMessage("initialBias: expected a finite number, got NaN");
    assertThatThrownBy(() -> new ToyRun(0, 200, RATE, Seed.of(1)))
        .hasMessage("biasDecay: expected at most 1 / learningRate=100.0, got 200.0");
    assertThatThrownBy(() -> new ToySchedule(ToyOptimiser.LAMB, 1, 1, -1))
        .hasMessage("penalty: expected a finite number of at least 0, got -1.0");
    assertThatThrownBy(() -> plan.withUnits(0)).hasMessage("units: expected at least 1, got 0");
  }

  @Test
  void decayKeepsItsEffectInShorterTrainings() {
    assertThat(ToyRun.decayFor(0.003, 1 << 17)).isCloseTo(0.03, within(1e-15));
    assertThat(ToyRun.decayFor(0.003, 1 << 14)).isCloseTo(0.24, within(1e-14));
    assertThat(ToyRun.decayFor(0.006, 1 << 14)).isCloseTo(0.12, within(1e-14));
  }
}
