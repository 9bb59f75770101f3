package org.monosem.sae.probing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.random.Seed;

/** 16384 features of 6000 examples; 4000 are trained on, of which a dense copy would be 262 MB. */
class WideDictionaryTest {
  private static final int D_SAE = 16_384;
  private static final int D_IN = 4;
  private static final int ROWS = 6000;
  private static final int ACTIVE = 16;
  private static final long DENSE_BYTES = 4L * 4000 * D_SAE;

  /** Two labels; feature 9000 fires on the first, 9001 on the second, and fifteen at random. */
  private static ProbeExamples examples() {
    SplittableRandom random = Seed.of(1).random();
    int[] offsets = new int[ROWS + 1];
    int[] features = new int[ROWS * ACTIVE];
    float[] values = new float[features.length];
    float[][] activations = new float[ROWS][D_IN];
    List<ExampleLabel> labels = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      boolean first = row % 2 == 0;
      int[] others = random.ints(0, 9000).distinct().limit(ACTIVE - 1L).sorted().toArray();
      System.arraycopy(others, 0, features, row * ACTIVE, others.length);
      features[row * ACTIVE + ACTIVE - 1] = first ? 9000 : 9001;
      for (int k = 0; k < ACTIVE; k++) {
        values[row * ACTIVE + k] = 1 + (float) random.nextDouble();
      }
      offsets[row + 1] = (row + 1) * ACTIVE;
      activations[row][first ? 0 : 1] = 1;
      labels.add(new ExampleLabel(first ? "a" : "b", row / 10 * 2 + row % 2));
    }
    return ProbeExamples.of(
        "wide", activations, FeatureActivations.of(D_SAE, offsets, features, values), labels);
  }

  /** What a thread allocates in all is more than it ever holds at once. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @Test
  void sparseProbingMakesNoDenseCopy() {
    ProbeExamples examples = examples();
    SparseProbing probing = SparseProbing.defaults(Seed.of(1)).withKs(List.of(1, 5));
    long before = allocated();
    SparseProbingReport report = probing.measure(examples);
    assertThat(allocated() - before).isLessThan(DENSE_BYTES);
    assertThat(report.means()).containsEntry("sae_top_1_test_accuracy", 1.0);
  }

  @Test
  void absorptionMakesNoDenseCopy() {
    ProbeExamples examples = examples();
    FeatureAbsorption absorption =
        FeatureAbsorption.defaults(Seed.of(1))
            .withRequirements(ProbeRequirements.SAEBENCH.withLeastLabels(2));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        SparseAutoencoder dictionary =
            SparseAutoencoder.of(
                manager,
                DictionaryConfig.relu(D_IN, D_SAE, false),
                manager.ones(new Shape(D_SAE, D_IN)),
                manager.zeros(new Shape(D_SAE)),
                manager.ones(new Shape(D_SAE, D_IN)),
                manager.zeros(new Shape(D_IN)))) {
      long before = allocated();
      AbsorptionReport report = absorption.measure(dictionary, examples);
      assertThat(allocated() - before).isLessThan(DENSE_BYTES);
      assertThat(report.measured())
          .extracting(LabelAbsorption::mainFeatures)
          .containsExactly(List.of(9000), List.of(9001));
    }
  }
}
