package org.monosem.core.polysemanticity.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class InterferenceTest {
  @Test
  void thePairsOfLargestCosineAmongAll() {
    int features = 1500; // more than a block of rows
    double[] flat = new double[features * 3];
    SplittableRandom random = Seed.of(3).random();
    for (int i = 0; i < flat.length; i++) {
      flat[i] = random.nextGaussian();
    }
    List<Interference> expected = slow(flat, features).subList(0, 40);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray rows = manager.create(flat, new Shape(features, 3));
      List<Interference> found = Interference.strongest(rows, features, 40);
      for (int i = 0; i < 40; i++) {
        assertThat(found.get(i).feature()).isEqualTo(expected.get(i).feature());
        assertThat(found.get(i).other()).isEqualTo(expected.get(i).other());
        assertThat(found.get(i).cosine()).isCloseTo(expected.get(i).cosine(), within(1e-12));
      }
    }
  }

  @Test
  void oppositeRowsInterfereTooAndOneFeatureMayBeLimited() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray rows = manager.create(new double[] {1, 0, -2, 0, 1, 0.1, 0, 1}, new Shape(4, 2));
      List<Interference> all = Interference.strongest(rows, 4, 10);
      assertThat(all.get(0)).isEqualTo(new Interference(0, 1, -1));
      assertThat(all).hasSize(6);
      assertThat(Interference.strongest(rows, 1, 10)).hasSize(3); // one each of features 0, 1, 2
    }
  }

  @Test
  void wrongNumbersAreRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray rows = manager.eye(2);
      assertThatThrownBy(() -> Interference.strongest(rows, 0, 1))
          .hasMessage("perFeature: expected at least 1, got 0");
      assertThatThrownBy(() -> Interference.strongest(rows, 1, 0))
          .hasMessage("count: expected at least 1, got 0");
    }
  }

  private static List<Interference> slow(double[] flat, int features) {
    List<Interference> pairs = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      for (int j = i + 1; j < features; j++) {
        pairs.add(new Interference(i, j, cosine(flat, i, j)));
      }
    }
    pairs.sort(Comparator.comparingDouble(pair -> -Math.abs(pair.cosine())));
    return pairs;
  }

  private static double cosine(double[] flat, int i, int j) {
    return dot(flat, i, j) / Math.sqrt(dot(flat, i, i) * dot(flat, j, j));
  }

  private static double dot(double[] flat, int i, int j) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += flat[3 * i + k] * flat[3 * j + k];
    }
    return sum;
  }
}
