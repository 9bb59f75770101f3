package org.monosem.core.polysemanticity.virtualneuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.polysemanticity.embedding.NeuronEmbedding;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.random.Seed;

class VirtualNeuronsTest {
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
  void anAttributionIsGradientTimesActivationOfNormOne() {
    NDArray activations = manager.create(new double[] {1, 2, -3, 0, 0, 5}, new Shape(2, 3));
    NDArray gradients = manager.create(new double[] {2, -1, 4, 7, 8, 0}, new Shape(2, 3));
    assertThat(Attribution.of(activations, gradients).toDoubleArray())
        .containsExactly(new double[] {2 / 16.0, -2 / 16.0, -12 / 16.0, 0, 0, 0}, within(1e-15));
  }

  @Test
  void aUnitsAttributionsAreItsEmbeddings() {
    UnitWeights weights = new UnitWeights(normal(2, 4, 5), normal(3, 4));
    NDArray inputs = normal(4, 9, 5);
    NDArray embeddings = NeuronEmbedding.of(inputs, weights, 2);
    NDArray norms = embeddings.abs().sum(new int[] {1}, true);
    assertThat(Attribution.ofUnit(inputs, weights, 2).toDoubleArray())
        .containsExactly(embeddings.div(norms).toDoubleArray(), within(1e-15));
    assertThatThrownBy(() -> Attribution.ofUnit(inputs, weights, 4))
        .hasMessage("unit: expected one of 4 from 0 on, got 4");
  }

  @Test
  void circuitsBecomeVirtualNeurons() {
    int[] sizes = {9, 20, 14};
    NDArray attributions = groups(sizes, 6);
    VirtualNeurons found = VirtualNeurons.split(attributions, VirtualNeuronOptions.published(3));
    int[] expected = new int[43];
    Arrays.fill(expected, 0, 9, 2);
    Arrays.fill(expected, 9, 29, 0);
    Arrays.fill(expected, 29, 43, 1);
    assertThat(found.assignments()).containsExactly(expected);
    assertThat(found.size()).isEqualTo(3);
    double[] mean = attributions.get("9:29").mean(new int[] {0}).toDoubleArray();
    assertThat(found.centroid(0)).containsExactly(mean, within(1e-12));
  }

  @Test
  void newExamplesBelongToTheNearest() {
    VirtualNeurons found =
        VirtualNeurons.split(groups(new int[] {8, 5}, 4), VirtualNeuronOptions.published(2));
    NDArray fresh = manager.create(new double[] {0, 0.9, 0.1, 0, 1, 0, 0, 0}, new Shape(2, 4));
    assertThat(found.assign(fresh)).containsExactly(1, 0);
    assertThat(found.assign(fresh.toType(DataType.FLOAT32, false))).containsExactly(1, 0);
    assertThatThrownBy(() -> found.assign(manager.zeros(new Shape(1, 3), DataType.FLOAT64)))
        .hasMessage("attributions: expected [examples, d=4], got (1, 3)");
  }

  @Test
  void theSameSeedGivesTheSameSplit() {
    NDArray rows = normal(11, 60, 3);
    for (int clusters = 2; clusters <= 5; clusters++) {
      VirtualNeuronOptions options = VirtualNeuronOptions.published(clusters);
      VirtualNeurons one = VirtualNeurons.split(rows, options);
      VirtualNeurons other = VirtualNeurons.split(rows, options);
      assertThat(one.assignments()).containsExactly(other.assignments());
      assertThat(one.size()).isEqualTo(clusters);
      assertThat(one.assignments()).containsExactly(one.assign(rows));
    }
  }

  @Test
  void fewerDifferentExamplesThanClustersAreRefused() {
    NDArray rows = manager.create(new double[] {1, 0, 0, 1, 1, 0}, new Shape(3, 2));
    assertThat(VirtualNeurons.split(rows, VirtualNeuronOptions.published(2)).assignments())
        .containsExactly(0, 1, 0);
    assertThatThrownBy(() -> VirtualNeurons.split(rows, VirtualNeuronOptions.published(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attributions: expected at least 3 different rows for as many clusters, got 2");
    assertThatThrownBy(() -> VirtualNeuronOptions.published(0))
        .hasMessage("clusters: expected at least 1, got 0");
    NDArray broken = manager.create(new double[] {Double.NaN}, new Shape(1, 1));
    assertThatThrownBy(() -> VirtualNeurons.split(broken, VirtualNeuronOptions.published(1)))
        .hasMessage("attributions: expected finite numbers");
  }

  @Test
  void separationOfASplit() {
    NDArray line = manager.create(new double[] {0, 1, 10, 13}, new Shape(4, 1));
    Separation found = Separation.of(new int[] {0, 0, 1, 1}, line);
    assertThat(found.within()).isCloseTo((1 + 3) / 2.0, within(1e-12));
    assertThat(found.between()).isCloseTo((10 + 13 + 9 + 12) / 4.0, within(1e-12));
    assertThat(found.ratio()).isCloseTo(5.5, within(1e-12));
    assertThat(Separation.of(new int[] {0, 1, 2, 3}, line).within()).isNaN();
    assertThatThrownBy(() -> Separation.of(new int[3], line))
        .hasMessage("representation: expected a row an example, 3, got 4");
  }

  @Test
  void alignmentOfRepresentations() {
    NDArray rows = normal(5, 12, 3);
    assertThat(Alignment.of(rows, rows.mul(-3).add(2))).isCloseTo(1, within(1e-12));
    // Points on a line at 0, 1, 3 against 0, 2, 1: distances 1, 3, 2 against 2, 1, 1
    NDArray one = manager.create(new double[] {0, 1, 3}, new Shape(3, 1));
    NDArray other = manager.create(new double[] {0, 2, 1}, new Shape(3, 1));
    assertThat(Alignment.of(one, other)).isCloseTo(-Math.sqrt(0.75), within(1e-12));
    assertThatThrownBy(() -> Alignment.of(one, rows))
        .hasMessage("representations: expected the same examples, at least 3, got 3 and 12");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    NDArray rows = normal(5, 4, 3);
    assertThatThrownBy(() -> Attribution.of(rows, normal(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradients: expected (4, 3) or (1, 3) as the activations, got (2, 3)");
    assertThatThrownBy(() -> Attribution.of(normal(1, 3), rows))
        .hasMessage("activations: expected floats or doubles [rows, d], got float64 (3)");
  }

  @Test
  void nothingLeaks() {
    NDArray rows = normal(5, 12, 3);
    UnitWeights weights = new UnitWeights(normal(2, 4, 3), normal(3, 4));
    int before = manager.getManagedArrays().size();
    Attribution.ofUnit(rows, weights, 1).close();
    VirtualNeurons split = VirtualNeurons.split(rows, VirtualNeuronOptions.published(2));
    Separation.of(split.assign(rows), rows);
    Alignment.of(rows, rows);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  /** Rows near an axis each, one axis a group. */
  private NDArray groups(int[] sizes, int d) {
    double[] flat = new double[Arrays.stream(sizes).sum() * d];
    SplittableRandom random = Seed.of(9).random();
    int row = 0;
    for (int group = 0; group < sizes.length; group++) {
      for (int i = 0; i < sizes[group]; i++, row++) {
        for (int k = 0; k < d; k++) {
          flat[row * d + k] = 0.05 * random.nextGaussian() + (k == group ? 1 : 0);
        }
      }
    }
    return manager.create(flat, new Shape(row, d));
  }

  private NDArray normal(long seed, long... shape) {
    Shape of = new Shape(shape);
    SplittableRandom random = Seed.of(seed).random();
    double[] values = new double[(int) of.size()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return manager.create(values, of);
  }
}
