package org.monosem.core.polysemanticity.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class FalseKillingRateTest {

  @Test
  void aWorkedExample() {
    FalseKillingRate rate = new FalseKillingRate(2, 2);
    rate.add(new double[] {9, 1}, 0, new int[] {0}); // right
    rate.add(new double[] {1, 8}, 1, new int[] {1}); // right
    rate.add(new double[] {4, 2}, 1, new int[] {0}); // false: unit 0 answers best to feature 0
    rate.add(new double[] {7, 1}, -1, new int[] {0}); // false: no feature
    assertThat(rate.bestFeature(0)).isZero();
    assertThat(rate.bestFeature(1)).isEqualTo(1);
    assertThat(rate.chosen()).isEqualTo(4);
    assertThat(rate.rate()).isEqualTo(0.5);
  }

  @Test
  void theMeanDecidesAndNotTheSum() {
    FalseKillingRate rate = new FalseKillingRate(1, 2);
    rate.add(new double[] {5}, 0, new int[] {0});
    rate.add(new double[] {5}, 0, new int[] {0});
    rate.add(new double[] {6}, 1, new int[] {0});
    assertThat(rate.bestFeature(0)).isEqualTo(1);
    assertThat(rate.rate()).isCloseTo(2.0 / 3, within(1e-15));
  }

  @Test
  void itIsWhatTheDefinitionSaysOfManyInputs() {
    var random = Seed.of(12).random();
    FalseKillingRate rate = new FalseKillingRate(5, 3);
    List<double[]> scores = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<int[]> selections = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] phi = new double[5];
      Arrays.setAll(phi, u -> random.nextInt(9) == 0 ? Double.NaN : random.nextDouble());
      int label = random.nextInt(4) - 1;
      int[] chosen = new PhiSelection.Highest(2).of(phi);
      rate.add(phi, label, chosen);
      scores.add(phi);
      labels.add(label);
      selections.add(chosen);
    }
    int[] best = new int[5];
    Arrays.setAll(best, u -> slowBest(scores, labels, u));
    int wrong = 0;
    int all = 0;
    for (int i = 0; i < 200; i++) {
      for (int u : selections.get(i)) {
        all++;
        wrong += labels.get(i) == best[u] ? 0 : 1;
      }
    }
    assertThat(rate.rate()).isCloseTo((double) wrong / all, within(1e-15));
  }

  private static int slowBest(List<double[]> scores, List<Integer> labels, int unit) {
    double[] means = new double[3];
    for (int l = 0; l < 3; l++) {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < scores.size(); i++) {
        if (labels.get(i) == l && !Double.isNaN(scores.get(i)[unit])) {
          sum += scores.get(i)[unit];
          count++;
        }
      }
      means[l] = sum / count;
    }
    return means[0] >= means[1] && means[0] >= means[2] ? 0 : means[1] >= means[2] ? 1 : 2;
  }

  @Test
  void whatWasNeverScoredHasNoBestFeature() {
    FalseKillingRate rate = new FalseKillingRate(1, 1);
    assertThat(rate.rate()).isNaN();
    rate.add(new double[] {Double.NaN}, 0, new int[] {0});
    assertThat(rate.bestFeature(0)).isEqualTo(-1);
    assertThat(rate.rate()).isEqualTo(1);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> new FalseKillingRate(0, 1)).hasMessageEndingWith("got 0 and 1");
    assertThatThrownBy(() -> new FalseKillingRate(2, 3).add(new double[2], 3, new int[0]))
        .hasMessage("input: expected [units=2] and a label of -1 to 2, got [2] and 3");
  }
}
