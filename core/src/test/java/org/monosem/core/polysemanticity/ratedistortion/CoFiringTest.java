package org.monosem.core.polysemanticity.ratedistortion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.polysemanticity.ratedistortion.CoFiring.Pair;
import org.monosem.core.random.Seed;

class CoFiringTest {

  @Test
  void pairsOfAFewRows() {
    CoFiringCounter counter = new CoFiringCounter(5);
    counter.add(activations(5, new int[][] {{0, 1}, {0, 1, 2}}));
    counter.add(activations(5, new int[][] {{2, 3}, {}}));
    CoFiring found = counter.result(2);
    assertThat(found.rows()).isEqualTo(4);
    assertThat(found.rate()).isEqualTo(7.0 / 4);
    assertThat(found.pairsPerRow()).isEqualTo(5.0 / 4);
    assertThat(found.mostSaved()).isEqualTo(3.0 / 4);
    assertThat(found.together())
        .containsExactly(new Pair(0, 1, 0.5, 0.25), new Pair(0, 2, 0.25, 0.25));
    // 0 and 2 cannot be merged: 0 is merged with 1
    assertThat(found.merged())
        .containsExactly(new Pair(0, 1, 0.5, 0.25), new Pair(2, 3, 0.25, 0.125));
    assertThat(found.tax()).isEqualTo(0.75);
    assertThat(found.toMap()).containsEntry("tax", 0.75).containsEntry("rows", 4L);
    assertThat(found.toMap().get("merged").toString())
        .isEqualTo(
            "[{features=[0, 1], both=0.5, expected=0.25}, {features=[2, 3], both=0.25, expected=0.125}]");
  }

  @Test
  void theMinimalInstancePaysItsTax() {
    CoFiringCounter counter = new CoFiringCounter(2);
    counter.add(activations(2, new int[][] {{0}, {0}, {0}, {1}, {1}, {0, 1}, {}, {}, {}, {}}));
    TwoConcepts two = new TwoConcepts(0.3, 0.2, 0.1);
    CoFiring found = counter.result(1);
    assertThat(found.rate()).isCloseTo(two.monosemanticRate(), within(1e-12));
    assertThat(found.rate() - found.tax()).isCloseTo(two.jointRate(), within(1e-12));
  }

  @Test
  void asManyPairsAsThereAreAgainstAllOfThem() {
    SplittableRandom random = Seed.of(3).random();
    int dSae = 30;
    int[][] rows = new int[200][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = random.ints(random.nextInt(8), 0, dSae).distinct().sorted().toArray();
    }
    CoFiringCounter counter = new CoFiringCounter(dSae);
    for (int begin = 0; begin < rows.length; begin += 50) {
      counter.add(activations(dSae, Arrays.copyOfRange(rows, begin, begin + 50)));
    }
    List<Pair> all = slow(dSae, rows);
    List<Pair> disjoint = new ArrayList<>();
    for (Pair pair : all) {
      if (disjoint.stream().noneMatch(other -> shares(pair, other))) {
        disjoint.add(pair);
      }
    }
    for (int count : new int[] {1, 2, 7, 1000}) {
      CoFiring found = counter.result(count);
      assertThat(found.together()).isEqualTo(all.subList(0, Math.min(count, all.size())));
      assertThat(found.merged()).isEqualTo(disjoint.subList(0, Math.min(count, disjoint.size())));
      assertThat(found.tax()).isLessThanOrEqualTo(found.mostSaved());
    }
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    CoFiringCounter counter = new CoFiringCounter(3);
    assertThatThrownBy(() -> counter.add(activations(4, new int[][] {{0}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activations: expected [rows, dSae=3], got [1, 4]");
    assertThatThrownBy(() -> counter.result(1))
        .hasMessage("co-firing: expected at least one pair to tell of and one row, got 1 and 0");
    assertThatThrownBy(() -> new CoFiringCounter(0)).hasMessage("dSae: expected at least 1, got 0");
  }

  private static boolean shares(Pair pair, Pair other) {
    List<Integer> features = List.of(other.feature(), other.other());
    return features.contains(pair.feature()) || features.contains(pair.other());
  }

  private static List<Pair> slow(int dSae, int[][] rows) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < dSae; i++) {
      for (int j = i + 1; j < dSae; j++) {
        double both = count(rows, i, j);
        if (both > 0) {
          double expected = count(rows, i, i) / rows.length * count(rows, j, j) / rows.length;
          pairs.add(new Pair(i, j, both / rows.length, expected));
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble(Pair::both)
            .reversed()
            .thenComparing(Pair::feature)
            .thenComparing(Pair::other));
    return pairs;
  }

  private static double count(int[][] rows, int i, int j) {
    return Arrays.stream(rows)
        .filter(row -> Arrays.binarySearch(row, i) >= 0 && Arrays.binarySearch(row, j) >= 0)
        .count();
  }

  private static FeatureActivations activations(int dSae, int[][] rows) {
    int[] offsets = new int[rows.length + 1];
    for (int row = 0; row < rows.length; row++) {
      offsets[row + 1] = offsets[row] + rows[row].length;
    }
    int[] features = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    float[] values = new float[features.length];
    Arrays.fill(values, 1);
    return FeatureActivations.of(dSae, offsets, features, values);
  }
}
