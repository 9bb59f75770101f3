package org.monosem.core.polysemanticity.emergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.random.Seed;

class EmergenceTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aNetworkSmallEnoughToCountByHand() {
    // 3 nodes, 1 active; 2, both active; 2, 1 active: 2*2 + 2*2*1 + 0*1
    int[] nodes = {3, 2, 2};
    int[] active = {1, 2, 1};
    assertThat(Emergence.ofCounts(nodes, active, CountingRule.INNER_ACTIVE)).isEqualTo(8);
    // one of the second layer asleep: 2*1 + 2*1*1 + 1*1, and by any inner node 2*1 + 2*2*1 + 1*1
    assertThat(Emergence.ofCounts(nodes, new int[] {1, 1, 1}, CountingRule.INNER_ACTIVE))
        .isEqualTo(5);
    assertThat(Emergence.ofCounts(nodes, new int[] {1, 1, 1}, CountingRule.INNER_ANY)).isEqualTo(7);
  }

  @Test
  void noneWhereAllSleepOrAllAreAwake() {
    int[] nodes = {4, 5, 6};
    for (CountingRule rule : CountingRule.values()) {
      assertThat(Emergence.ofCounts(nodes, nodes, rule)).isEqualTo(0);
      assertThat(Emergence.ofCounts(nodes, new int[3], rule)).isEqualTo(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPathIsCountedOnceInRandomNetworks(CountingRule rule) {
    for (int i = 0; i < 200; i++) {
      SplittableRandom random = Seed.of(4).at(i).random();
      int[] sizes = random.ints(2 + random.nextInt(4), 1, 5).toArray();
      boolean all = random.nextBoolean();
      List<boolean[][]> masks = masks(random, sizes, all ? 1 : 0.6);
      List<boolean[]> active = new ArrayList<>();
      for (int size : sizes) {
        active.add(bits(random, size, 0.5));
      }
      long slow = slow(masks, active, rule);
      assertThat(LayeredGraph.ofMasks(masks).paths(active, rule)).isEqualTo(slow);
      if (all) {
        assertThat(LayeredGraph.fullyConnected(sizes).paths(active, rule)).isEqualTo(slow);
        int[] counts = active.stream().mapToInt(EmergenceTest::count).toArray();
        assertThat(Emergence.ofCounts(sizes, counts, rule)).isEqualTo(slow);
      }
    }
  }

  @Test
  void countsBeyondALongAreExact() {
    int[] nodes = new int[101];
    int[] active = new int[101];
    Arrays.fill(nodes, 2000);
    Arrays.fill(active, 1000);
    active[0] = 0;
    for (int layer = 1; layer < 100; layer++) {
      nodes[layer] = 1000; // only the inputs begin paths
    }
    nodes[100] = 1000;
    BigInteger thousand = BigInteger.valueOf(1000);
    BigInteger expected = BigInteger.ZERO;
    for (int length = 1; length <= 100; length++) {
      expected = expected.add(thousand.pow(length));
    }
    BigInteger paths = Emergence.ofCounts(nodes, active, CountingRule.INNER_ACTIVE);
    assertThat(paths).isEqualTo(expected.multiply(BigInteger.TWO.multiply(thousand)));
    Emergence emergence = new Emergence(paths, 2, 10, List.of(1.0));
    assertThat(emergence.mean()).isEqualTo(1.001001001001001e303);
    assertThat(new Emergence(paths.pow(2), 1, 10, List.of(1.0)).mean()).isInfinite();
    assertThat(new Emergence(paths.pow(2), 1, 10, List.of(1.0)).toMap())
        .containsOnlyKeys("inputs", "parameters");
  }

  @Test
  void activationsAreCountedInputByInput() {
    EmergenceAccumulator count =
        new EmergenceAccumulator(LayeredGraph.fullyConnected(3, 2, 2), EmergenceOptions.standard());
    NDArray inputs = manager.create(new float[] {1, 0, 0, 0, 1, 0.05f}, new Shape(2, 3));
    NDArray hidden = manager.create(new double[] {0.06, 1, 0.05, 2}, new Shape(2, 2));
    NDArray outputs = manager.create(new float[] {1, -1, 0, 1}, new Shape(2, 2));
    int before = manager.getManagedArrays().size();
    count.add(List.of(inputs, hidden, outputs));
    assertThat(manager.getManagedArrays()).hasSize(before);
    Emergence emergence = count.result(17);
    assertThat(emergence.paths()).isEqualTo(8 + 5);
    assertThat(emergence.mean()).isEqualTo(6.5);
    assertThat(emergence.relative()).isEqualTo(6.5 / 17);
    assertThat(emergence.activeShares()).containsExactly(1.0 / 3, 0.75, 0.5);
    assertThat(emergence.toMap())
        .containsEntry("inputs", 2L)
        .containsEntry("emergence", 6.5)
        .containsEntry("relativeEmergence", 6.5 / 17)
        .containsEntry("activeShares", List.of(1.0 / 3, 0.75, 0.5));
  }

  @Test
  void prunedWeightsAreNoConnections() {
    NDArray first = manager.create(new float[] {1, 0, -2, 0, 0, 3}, new Shape(2, 3));
    NDArray second = manager.create(new double[] {0, 1}, new Shape(1, 2));
    int before = manager.getManagedArrays().size();
    LayeredGraph graph = LayeredGraph.ofWeights(List.of(first, second));
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(graph.sizes()).containsExactly(3, 2, 1);
    assertThat(graph.connections()).isEqualTo(4);
    assertThat(graph.parameters()).isEqualTo(7);
    List<boolean[]> active =
        List.of(new boolean[3], new boolean[] {true, true}, new boolean[] {true});
    // into the first hidden node 2, into the second 1, and on to the output 1
    assertThat(graph.paths(active, CountingRule.INNER_ACTIVE)).isEqualTo(4);
    LayeredGraph whole = LayeredGraph.fullyConnected(3, 2, 1);
    assertThat(whole.connections()).isEqualTo(8);
    assertThat(whole.parameters()).isEqualTo(11);
  }

  @Test
  void withoutInputsThereIsNoMean() {
    Emergence none =
        new EmergenceAccumulator(LayeredGraph.fullyConnected(1, 1), EmergenceOptions.standard())
            .result(1);
    assertThat(none.mean()).isNaN();
    assertThat(none.toMap()).containsOnlyKeys("inputs", "parameters");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LayeredGraph graph = LayeredGraph.fullyConnected(3, 2);
    EmergenceAccumulator count = new EmergenceAccumulator(graph, EmergenceOptions.standard());
    NDArray three = manager.zeros(new Shape(4, 3));
    assertThatThrownBy(() -> count.add(List.of(three)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layers: expected 2, got 1");
    assertThatThrownBy(() -> count.add(List.of(three, three)))
        .hasMessage("layer 1: expected activations [rows, units=2], got (4, 3)");
    assertThatThrownBy(() -> count.add(List.of(three, manager.zeros(new Shape(5, 2)))))
        .hasMessage("layer 1: expected 4 rows as in layer 0, got 5");
    NDArray bad = manager.create(new float[] {0, 0, 0, Float.NaN}, new Shape(2, 2));
    assertThatThrownBy(() -> count.add(List.of(three, bad)))
        .hasMessage("layer 1: row 1, unit 1 is NaN");
    assertThat(count.result(1).inputs()).isZero();
    assertThatThrownBy(() -> count.result(0)).hasMessage("parameters: expected at least 1, got 0");
    assertThatThrownBy(() -> graph.paths(List.of(new boolean[3]), CountingRule.INNER_ANY))
        .hasMessage("active: expected layers of [3, 2] nodes, got [3]");
    assertThatThrownBy(() -> LayeredGraph.fullyConnected(3))
        .hasMessage("layers: expected at least 2, got 1");
    assertThatThrownBy(() -> LayeredGraph.fullyConnected(3, 0))
        .hasMessage("layer 1: expected nodes, got none");
    assertThatThrownBy(() -> LayeredGraph.ofMasks(List.of()))
        .hasMessage("masks: expected at least one, got none");
    assertThatThrownBy(() -> LayeredGraph.ofMasks(List.of(new boolean[2][3], new boolean[1][4])))
        .hasMessage("mask of layer 2: expected [outputs, inputs=2], got a row of 4");
    assertThatThrownBy(() -> LayeredGraph.ofMasks(List.<boolean[][]>of(new boolean[0][3])))
        .hasMessage("mask of layer 1: it is empty");
    assertThatThrownBy(() -> LayeredGraph.ofWeights(List.of(manager.zeros(new Shape(3)))))
        .hasMessage("weights: expected [outputs, inputs] with at least one of each, got (3)");
    assertThatThrownBy(() -> new EmergenceOptions(Double.NaN, CountingRule.INNER_ANY))
        .hasMessage("threshold: expected a finite number, got NaN");
    assertThatThrownBy(
            () -> Emergence.ofCounts(new int[] {3}, new int[] {4}, CountingRule.INNER_ANY))
        .hasMessage("active: expected 0 to 3 nodes in layer 0, got 4");
    assertThatThrownBy(() -> Emergence.ofCounts(new int[1], new int[2], CountingRule.INNER_ANY))
        .hasMessageContaining("got 1 layers and 2 counts");
  }

  private static List<boolean[][]> masks(SplittableRandom random, int[] sizes, double share) {
    List<boolean[][]> masks = new ArrayList<>();
    for (int layer = 1; layer < sizes.length; layer++) {
      boolean[][] mask = new boolean[sizes[layer]][];
      for (int node = 0; node < mask.length; node++) {
        mask[node] = bits(random, sizes[layer - 1], share);
      }
      masks.add(mask);
    }
    return masks;
  }

  private static boolean[] bits(SplittableRandom random, int length, double share) {
    boolean[] bits = new boolean[length];
    for (int i = 0; i < length; i++) {
      bits[i] = random.nextDouble() < share;
    }
    return bits;
  }

  private static int count(boolean[] bits) {
    int count = 0;
    for (boolean bit : bits) {
      count += bit ? 1 : 0;
    }
    return count;
  }

  /** Walks every path from every inactive node. */
  private static long slow(List<boolean[][]> masks, List<boolean[]> active, CountingRule rule) {
    long found = 0;
    for (int layer = 0; layer < active.size(); layer++) {
      for (int node = 0; node < active.get(layer).length; node++) {
        if (!active.get(layer)[node]) {
          found += walk(masks, active, rule, layer, node);
        }
      }
    }
    return found;
  }

  private static long walk(
      List<boolean[][]> masks, List<boolean[]> active, CountingRule rule, int layer, int node) {
    if (layer == masks.size()) {
      return 0;
    }
    long found = 0;
    boolean[][] mask = masks.get(layer);
    for (int next = 0; next < mask.length; next++) {
      if (mask[next][node]) {
        boolean awake = active.get(layer + 1)[next];
        found += awake ? 1 : 0;
        if (awake || rule == CountingRule.INNER_ANY) {
          found += walk(masks, active, rule, layer + 1, next);
        }
      }
    }
    return found;
  }
}
