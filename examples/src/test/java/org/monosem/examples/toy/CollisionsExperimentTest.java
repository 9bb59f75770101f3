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
    Findings findings = run(1, new ArrayList<>());
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
  void progressCountsTheStepsOfAllParts() {
    List<Integer> heard = new ArrayList<>();
    run(1, heard);
    assertThat(heard).isSorted().endsWith(800);
    assertThat(new CollisionsExperiment(Device.cpu(), SMALL, Seed.of(1)).rounds()).isEqualTo(800);
  }

  @Test
  void theSeedDecides() {
    Findings one = run(1, new ArrayList<>());
    assertThat(run(1, new ArrayList<>())).isEqualTo(one);
    assertThat(run(2, new ArrayList<>())).isNotEqualTo(one);
  }

  @Test
  void thePublishedOne() {
    CollisionsPlan published = CollisionsPlan.published(16);
    assertThat(published.collisions()).hasSize(16);
    assertThat(published.collisions().get(15)).isEqualTo(CollisionSetting.published(256, 4096, 16));
    assertThat(published.row()).isEqualTo(new Sparsification(100_000, 1e-5, 0.5));
    assertThat(published.steps()).isEqualTo(16 * 7_500 + 100_000);
  }

  private static Findings run(long seed, List<Integer> heard) {
    return new CollisionsExperiment(Device.cpu(), SMALL, Seed.of(seed)).run(heard::add);
  }
}
