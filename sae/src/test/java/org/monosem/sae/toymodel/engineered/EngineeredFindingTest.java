package org.monosem.sae.toymodel.engineered;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

/**
 * The paper's finding at the size of a processor: 64 features of density 1/32 in 32 dimensions,
 * LAMB, 2^14 steps of 512 rows, three seeds. Minutes.
 */
@Tag("long")
class EngineeredFindingTest {
  private static final long STEPS = 1 << 14;
  private static final double RATE = 0.003;
  private static final int SEEDS = 3;
  private static final EngineeredPlan PLAN =
      new EngineeredPlan(
          new ToyData(64, 32, FrequencyLaw.UNIFORM, 1.0 / 32),
          new ToyNetwork(ToyTask.DECODER, ToyActivation.RELU, 128),
          new ToySchedule(ToyOptimiser.LAMB, 512, STEPS, 0));

  @Test
  void aLowStartBringsThreeTimesTheMonosemanticUnitsAndTwiceTheUnitsBringMore() {
    List<ToyMeasurement> narrow =
        trained(
            PLAN,
            seeds()
                .flatMap(
                    seed ->
                        Stream.of(ToyRun.usual(RATE, seed), ToyRun.engineered(RATE, STEPS, seed)))
                .toList());
    List<ToyMeasurement> wide =
        trained(
            PLAN.withUnits(256),
            seeds().map(seed -> ToyRun.engineered(RATE, STEPS, seed)).toList());
    int usualUnits = 0;
    int lowUnits = 0;
    int wideUnits = 0;
    for (int i = 0; i < SEEDS; i++) {
      ToyMeasurement usual = narrow.get(2 * i);
      ToyMeasurement low = narrow.get(2 * i + 1);
      assertThat(low.monosemanticUnits())
          .as("seed %d", i)
          .isGreaterThanOrEqualTo(3 * Math.max(1, usual.monosemanticUnits()));
      assertThat(low.loss()).as("seed %d", i).isLessThan(1.05 * usual.loss());
      assertThat(low.monosemanticBias()).isLessThan(low.polysemanticBias() - 0.1);
      assertThat(usual.polysemanticBias()).isPositive();
      assertThat(wide.get(i).loss()).isLessThan(low.loss());
      usualUnits += usual.monosemanticUnits();
      lowUnits += low.monosemanticUnits();
      wideUnits += wide.get(i).monosemanticUnits();
    }
    assertThat(lowUnits).isGreaterThanOrEqualTo(3 * Math.max(SEEDS, usualUnits));
    assertThat(wideUnits).isGreaterThan(lowUnits);
  }

  private static Stream<Seed> seeds() {
    return IntStream.range(0, SEEDS).mapToObj(Seed::of);
  }

  private static List<ToyMeasurement> trained(EngineeredPlan plan, List<ToyRun> runs) {
    List<ToyMeasurement> last = new ArrayList<>();
    try (EngineeredTrainer trainer = new EngineeredTrainer(plan, runs, Device.cpu())) {
      assertThat(trainer.train(new EngineeredListener() {})).isTrue();
      last.addAll(trainer.measure());
    }
    return last;
  }
}
