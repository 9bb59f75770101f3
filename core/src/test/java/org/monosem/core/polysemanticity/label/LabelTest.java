package org.monosem.core.polysemanticity.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelTest {
  /** The figures of {@code golden.json}, which {@code golden.py} made. */
  private static final class Golden {
    private final List<Case> separations = List.of();
    private final List<Case> labels = List.of();
  }

  private static final class Case {
    private final double[] concept = {};
    private final double[] control = {};
    private final double[][] embeddings = {};
    private double auc;
    private double population;
    private double sample;
    private double similarity;
  }

  private static Golden golden() throws IOException {
    try (Reader in =
        new InputStreamReader(
            LabelTest.class.getResourceAsStream("golden.json"), StandardCharsets.UTF_8)) {
      return new Gson().fromJson(in, Golden.class);
    }
  }

  @Test
  void separationsAreThoseOfAllPairs() throws IOException {
    assertThat(golden().separations).hasSize(3);
    for (Case one : golden().separations) {
      Separation separation = Separation.of(one.concept, one.control);
      assertThat(separation.auc()).isCloseTo(one.auc, within(1e-12));
      assertThat(separation.mad()).isCloseTo(one.population, within(1e-12));
      assertThat(Separation.of(one.concept, one.control, Deviation.SAMPLE).mad())
          .isCloseTo(one.sample, within(1e-12));
    }
  }

  @Test
  void similarityIsTheMeanCosine() throws IOException {
    assertThat(golden().labels).hasSize(2);
    for (Case one : golden().labels) {
      assertThat(LabelSimilarity.meanCosine(one.embeddings))
          .isCloseTo(one.similarity, within(1e-12));
    }
    assertThat(
            LabelSimilarity.meanCosine(
                new double[] {2, 0}, new double[] {0, 3}, new double[] {1, 1}))
        .isCloseTo(2 * Math.sqrt(0.5) / 3, within(1e-12));
  }

  @Test
  void aTieCountsHalf() {
    assertThat(Separation.of(new double[] {0, 0}, new double[] {0, 0, 0}))
        .isEqualTo(new Separation(0.5, 0));
    assertThat(Separation.of(new double[] {1, 0}, new double[] {0, 0}))
        .isEqualTo(new Separation(0.75, Double.POSITIVE_INFINITY));
    assertThat(Separation.of(new double[] {1, 0}, new double[] {0, 0}).toMap())
        .containsOnlyKeys("auc");
    assertThat(Separation.of(new double[] {3}, new double[] {0, 2}).toMap())
        .containsEntry("auc", 1.0)
        .containsEntry("mad", 2.0);
  }

  @Test
  void zerosOfEitherSignAreATie() {
    assertThat(Separation.of(new double[] {0.0}, new double[] {-0.0}).auc()).isEqualTo(0.5);
  }

  @Test
  void theBestLabelCounts() {
    LabelScores scores =
        LabelScores.of(
            List.of(new double[] {0, 2}, new double[] {3}, new double[] {-1}), new double[] {0, 2});
    assertThat(scores.maxAuc()).isEqualTo(1);
    assertThat(scores.maxMad()).isEqualTo(2);
    assertThat(scores.separations()).hasSize(3).last().isEqualTo(new Separation(0, -2));
    assertThat(scores.toMap()).containsEntry("maxAuc", 1.0).containsEntry("maxMad", 2.0);
    assertThatThrownBy(() -> new LabelScores(List.of()))
        .hasMessage("labels: expected at least one, got none");
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    double[] one = {1};
    assertThatThrownBy(() -> Separation.of(new double[0], one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concept: expected at least one, got none");
    assertThatThrownBy(() -> Separation.of(one, new double[] {Double.NaN}))
        .hasMessage("control: expected finite numbers, got NaN");
    assertThatThrownBy(() -> LabelSimilarity.meanCosine(one))
        .hasMessage("embeddings: expected at least 2, got 1");
    assertThatThrownBy(() -> LabelSimilarity.meanCosine(one, new double[2]))
        .hasMessage("embeddings: expected all of width 1, got one of 2");
    assertThatThrownBy(() -> LabelSimilarity.meanCosine(one, new double[1]))
        .hasMessage("embeddings: one is zero and has no direction");
  }
}
