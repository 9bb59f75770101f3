package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

/** Labels that the activations do not hold have no absorption. */
class AbsorptionRequirementsTest {
  private static final FeatureAbsorption ABSORPTION = FeatureAbsorption.defaults(Seed.of(4));
  private static final int WIDTH = 40;

  /**
   * Forty tokens, each a direction of its own, ten times each; token t has the label of t mod 4, so
   * a probe learns tokens by heart and knows nothing of others. Label e, on direction 0 too, is
   * held: its tokens are 40 to 79. A token 80 alone has label f.
   */
  private static ProbeExamples tokens() {
    SplittableRandom random = Seed.of(1).random();
    List<float[]> rows = new ArrayList<>();
    List<ExampleLabel> labels = new ArrayList<>();
    for (int token = 0; token <= 80; token++) {
      String label =
          token == 80 ? "f" : token >= 40 ? "e" : "abcd".substring(token % 4, token % 4 + 1);
      for (int occurrence = 0; occurrence < 10; occurrence++) {
        float[] row = new float[WIDTH + 1];
        row[token % WIDTH] = 4 + (float) random.nextDouble();
        row[WIDTH] = label.equals("e") ? 9 : 0;
        rows.add(row);
        labels.add(new ExampleLabel(label, token));
      }
    }
    float[][] all = rows.toArray(float[][]::new);
    return ProbeExamples.of("letter", all, Examples.sparse(all), labels);
  }

  private static AbsorptionReport report(ProbeRequirements requirements) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SparseAutoencoder dictionary =
            SparseAutoencoder.of(
                manager,
                DictionaryConfig.relu(WIDTH + 1, WIDTH + 1, false),
                manager.eye(WIDTH + 1),
                manager.zeros(new Shape(WIDTH + 1)),
                manager.eye(WIDTH + 1),
                manager.zeros(new Shape(WIDTH + 1)))) {
      return ABSORPTION.withRequirements(requirements).measure(dictionary, tokens());
    }
  }

  @Test
  void labelsThatProbesDoNotTellAreNamedAndNotAveraged() {
    AbsorptionReport report = report(new ProbeRequirements(1, 0.6, 1));
    assertThat(report.measured()).extracting(LabelAbsorption::label).containsExactly("e");
    assertThat(report.weak()).extracting(LabelProbe::label).containsExactly("a", "b", "c", "d");
    assertThat(report.weak())
        .allSatisfy(
            label -> {
              assertThat(label.trainF1()).isGreaterThan(0.95);
              assertThat(label.f1()).isLessThan(0.5);
            });
    assertThat(report.leftOut()).extracting(LabelCount::label).containsExactly("f");
    assertThat(report.notDefined()).isEmpty();
    assertThat(report.meanFraction()).isEqualTo(report.measured().get(0).meanFraction());
  }

  @Test
  void tooFewLabelsLeaveAbsorptionUndefined() {
    AbsorptionReport report = report(new ProbeRequirements(1, 0.6, 2));
    assertThat(report.notDefined().orElseThrow())
        .startsWith(
            "letter: absorption is not defined, as these activations do not hold the labels: probes"
                + " reach an F1 above 0.6 for 1 of 5 labels, expected at least 2 (mean F1 0.")
        .endsWith(" by always saying yes)");
    assertThat(report.meanFraction()).isNaN();
    Map<String, Object> json = report.toMap();
    assertThat(json)
        .containsEntry("eval_type_id", "absorption_letter")
        .containsEntry("eval_result_metrics", Map.of());
    assertThat((List<?>) json.get("eval_result_details")).hasSize(1);
    Map<?, ?> rest = (Map<?, ?>) json.get("eval_result_unstructured");
    assertThat(rest.get("not_defined")).isEqualTo(report.notDefined().orElseThrow());
    assertThat((List<?>) rest.get("probe_too_weak")).hasSize(4);
  }

  /** Ten occurrences of a token say no more of a label than one. */
  @Test
  void distinctTokensCountAndNotTheirOccurrences() {
    AbsorptionReport report = report(new ProbeRequirements(50, 0.6, 1));
    assertThat(report.leftOut())
        .extracting(LabelCount::label)
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(report.leftOut().subList(0, 4))
        .allSatisfy(label -> assertThat(label.train() + label.test()).isEqualTo(10));
    assertThat(report.notDefined())
        .contains(
            "letter: absorption is not defined, as none of 6 labels has 50 distinct tokens to train"
                + " on and as many to test on");
  }

  @Test
  void alwaysSayingYesIsTheYardstick() {
    assertThat(Decisions.allPositive(new boolean[] {true, false, false, false}).f1())
        .isEqualTo(2 * 0.25 / 1.25);
  }
}
