package org.monosem.examples.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.sae.toymodel.collision.CollisionSetting;
import org.monosem.sae.toymodel.collision.NoiseSetting;
import org.monosem.sae.toymodel.collision.Sparsification;

class CollisionsExperimentTest {
  private static final CollisionsPlan SMALL =
      new CollisionsPlan(
          List.of(
              new CollisionSetting(8, 8, 3, 300, 1e-2, 0.01, 1e-3),
              new CollisionSetting(8, 16, 3, 300, 1e-2, 0.01, 1e-3)),
          new Sparsification(10_000, 1e-4, 0.5),
          new NoiseSetting(4, 4, List.of(0.1, 0.2), 2, 200, 0.02));

  @Test
  void measurementsStandBesidePredictions() {
    Findings findings = run(1);
    List<Map<String, Object>> lines = findings.tables().get("collisions");
    assertThat(lines.stream().map(line -> line.get("predicted"))).containsExactly(2.0, 1.0);
    assertThat((List<?>) lines.get(0).get("by_network")).hasSize(3);
    CurvePlot plot = findings.plots().get("collisions");
    assertThat(plot.curves().get(1).points())
        .containsExactly(new CurvePlot.Point(8, 2), new CurvePlot.Point(16, 1));
    assertThat(plot.curves().get(0).points().get(0).y())
        .isEqualTo(lines.get(0).get("polysemantic"));
    assertThat((Double) findings.figures().get("norm_slope")).isCloseTo(1, within(0.12));
    assertThat(findings.tables().get("sparsification")).hasSize(20);
    assertThat(findings.tables().get("noise").stream().map(line -> line.get("noise")))
        .containsExactly("bernoulli", "bernoulli", "normal", "normal");
    assertThat(findings.plots().get("noise").curves()).hasSize(4);
  }

  @Test
  void progressCountsTheWorkOfAllParts() {
    List<Long> heard = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    new CollisionsExperiment(Device.cpu(), SMALL, Seed.of(1))
        .run(
            (done, note) -> {
              heard.add(done);
              notes.add(note);
            },
            UnfinishedWork.none());
    // 800 steps of the least that a step counts for, 2e7 operations, and a little
    long all = new CollisionsExperiment(Device.cpu(), SMALL, Seed.of(1)).rounds();
    assertThat(all).isBetween(16L, 18L);
    assertThat(heard).isSorted().endsWith(all);
    assertThat(notes)
        .startsWith("noise: step 4 of 200")
        .contains("8 units: step 100 of 300")
        .endsWith("16 units: step 300 of 300");
  }

  @Test
  void theSeedDecides() {
    Findings one = run(1);
    assertThat(run(1)).isEqualTo(one);
    assertThat(run(2)).isNotEqualTo(one);
  }

  @Test
  void thePublishedOne() {
    CollisionsPlan published = CollisionsPlan.published();
    assertThat(published.collisions()).hasSize(16);
    assertThat(published.collisions().get(15)).isEqualTo(CollisionSetting.published(256, 4096, 16));
    assertThat(published.row()).isEqualTo(new Sparsification(100_000, 1e-5, 0.5));
    assertThat(published.noise()).isEqualTo(NoiseSetting.published(8));
  }

  private static Findings run(long seed) {
    return new CollisionsExperiment(Device.cpu(), SMALL, Seed.of(seed))
        .run(ToyProgress.none(), UnfinishedWork.none());
  }
}
