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
import org.monosem.sae.toymodel.superposition.SuperpositionSetting;
import org.monosem.sae.toymodel.superposition.SuperpositionTraining;

class SuperpositionExperimentTest {
  private static final SuperpositionPlan SMALL =
      new SuperpositionPlan(
          new SuperpositionSetting(2, List.of(1.0, 0.5, 0.2), List.of(1.0, 0.1)),
          new SuperpositionSetting(3, List.of(1.0, 1.0, 1.0, 1.0), List.of(1.0, 0.5, 0.01)),
          new SuperpositionTraining(120, 16, 0.01, 0),
          2);

  @Test
  void everyModelHasALineAndEveryProbabilityAPoint() {
    Findings findings = run(1);
    List<Map<String, Object>> few = findings.tables().get("demonstration");
    assertThat(few.stream().map(line -> line.get("probability")))
        .containsExactly(1.0, 1.0, 0.1, 0.1);
    assertThat((List<?>) few.get(0).get("norms")).hasSize(3);
    assertThat(findings.tables().get("geometry")).hasSize(6);
    CurvePlot norms = findings.plots().get("superposition-norms");
    assertThat(norms.curves()).hasSize(3);
    List<CurvePlot.Point> points = norms.curves().get(0).points();
    assertThat(points.stream().map(CurvePlot.Point::x)).containsExactly(1.0, 10.0);
    double mean = (norm(few.get(0)) + norm(few.get(1))) / 2;
    assertThat(points.get(0).y()).isCloseTo(mean, within(1e-12));
    CurvePlot every = findings.plots().get("superposition-dimensionality");
    assertThat(every.curves().get(0).points()).hasSize(6 * 4);
  }

  @Test
  void progressCountsTheWorkOfBothParts() {
    List<String> heard = new ArrayList<>();
    SuperpositionExperiment experiment =
        new SuperpositionExperiment(Device.cpu(), SMALL, Seed.of(1));
    experiment.run((done, note) -> heard.add(done + " " + note), UnfinishedWork.none());
    // 240 steps of the least that a step counts for, 2e7 operations, and a little
    assertThat(experiment.rounds()).isEqualTo(5);
    assertThat(heard)
        .containsExactly(
            "2 demonstration: step 100 of 120",
            "2 demonstration: step 120 of 120",
            "4 geometry: step 100 of 120",
            "5 geometry: step 120 of 120");
  }

  @Test
  void theSeedDecides() {
    Findings one = run(1);
    assertThat(run(1)).isEqualTo(one);
    assertThat(run(2)).isNotEqualTo(one);
  }

  @Test
  void thePublishedOne() {
    SuperpositionPlan published = SuperpositionPlan.published(1);
    assertThat(published.training()).isEqualTo(SuperpositionTraining.published());
    // a step of the large models counts for about fifty of the small ones
    assertThat(published.operations(published.geometry()))
        .isBetween(
            30 * published.operations(published.demonstration()),
            70 * published.operations(published.demonstration()));
    assertThat(SuperpositionPlan.published(3).repeated(SuperpositionSetting.geometry()).instances())
        .isEqualTo(60);
  }

  private static double norm(Map<String, Object> line) {
    return (Double) ((List<?>) line.get("norms")).get(0);
  }

  private static Findings run(long seed) {
    return new SuperpositionExperiment(Device.cpu(), SMALL, Seed.of(seed))
        .run(ToyProgress.none(), UnfinishedWork.none());
  }
}
