package org.monosem.examples.polysemanticity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.polysemanticity.capacity.FeatureCapacity;
import org.monosem.core.random.Seed;
import org.monosem.examples.model.ShippedModel;
import org.monosem.harvest.transformer.Gpt2;

class NeuronsAndFeaturesTest {
  private static final int WIDTH = 512;

  /** A dictionary whose features are the neurons themselves: nothing may differ. */
  @Test
  void featuresThatAreNeuronsMeasureTheSame() {
    try (NDManager manager = NDManager.newBaseManager();
        Gpt2 model = ShippedModel.load(manager);
        SparseAutoencoder identity = identity(manager)) {
      List<Long> told = new ArrayList<>();
      List<int[]> contexts = contexts(6, 64);
      slowMedian(model, contexts); // a model and a dictionary keep what their first run prepares
      identity.encode(manager.zeros(new Shape(1, WIDTH)));
      int before = manager.getManagedArrays().size();
      NeuronsAndFeatures compared =
          NeuronsAndFeatures.measure(
              model,
              0,
              identity,
              contexts,
              ComparisonOptions.standard(Seed.of(1)).withLeastFired(1),
              told::add);
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThat(told).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
      assertThat(compared.rows()).isEqualTo(384);
      ComparedUnits neurons = compared.neurons();
      ComparedUnits features = compared.features();
      assertThat(features.active()).isEqualTo(neurons.active());
      assertThat(features.medianCapacity()).isCloseTo(neurons.medianCapacity(), within(1e-6));
      assertThat(features.medianScale()).isCloseTo(neurons.medianScale(), within(1e-3));
      assertThat(compared.table()).noneMatch(measure -> Double.isNaN(measure.neurons()));
      assertThat(neurons.medianCapacity()).isCloseTo(slowMedian(model, contexts), within(1e-6));
    }
  }

  private static double slowMedian(Gpt2 model, List<int[]> contexts) {
    try (NDManager scope = model.newManager()) {
      NDArray all = scope.create(new Shape(0, WIDTH));
      for (int[] context : contexts) {
        long[] ids = Arrays.stream(context).asLongStream().toArray();
        NDArray tokens = scope.create(ids, new Shape(1, ids.length));
        all = all.concat(model.activations(tokens, HookPoint.mlpPost(0)).squeeze(0), 0);
      }
      double[] active =
          Arrays.stream(FeatureCapacity.ofDirections(all.transpose()).toArray())
              .filter(capacity -> capacity > 0)
              .sorted()
              .toArray();
      return (active[(active.length - 1) / 2] + active[active.length / 2]) / 2;
    }
  }

  @Test
  void theFigureHasEveryMeasureOfBoth() {
    try (NDManager manager = NDManager.newBaseManager();
        Gpt2 model = ShippedModel.load(manager);
        SparseAutoencoder identity = identity(manager)) {
      NeuronsAndFeatures compared =
          NeuronsAndFeatures.measure(
              model,
              0,
              identity,
              contexts(4, 64),
              ComparisonOptions.standard(Seed.of(1)).withExamined(30),
              read -> {});
      assertThat(compared.neurons().meanings().units()).hasSize(30);
      assertThat(compared.neurons().often()).isBetween(1, compared.neurons().active() - 1);
      assertThat(ComparisonPlot.figure(compared).curves()).hasSize(8);
      for (ComparisonPlot plot : ComparisonPlot.of(compared)) {
        assertThat(plot.neurons()).isNotEmpty().allMatch(p -> p.y() >= 0 && p.y() <= 1);
        assertThat(plot.features()).isNotEmpty().allMatch(p -> p.x() > 0 && p.x() < 1);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    ComparisonOptions options = ComparisonOptions.standard(Seed.of(1));
    try (NDManager manager = NDManager.newBaseManager();
        Gpt2 model = ShippedModel.load(manager);
        SparseAutoencoder identity = identity(manager)) {
      assertThatThrownBy(
              () -> NeuronsAndFeatures.measure(model, 0, identity, List.of(), options, read -> {}))
          .hasMessage("contexts: expected at least one, got none");
      assertThatThrownBy(() -> options.withLeastFired(0))
          .hasMessage("leastFired: expected at least 1, got 0");
      assertThatThrownBy(() -> options.withExamined(0))
          .hasMessage("examined: expected at least 1, got 0");
    }
  }

  private static SparseAutoencoder identity(NDManager manager) {
    NDArray eye = manager.eye(WIDTH);
    return SparseAutoencoder.of(
        manager,
        DictionaryConfig.relu(WIDTH, WIDTH, false),
        eye,
        manager.zeros(new Shape(WIDTH)),
        eye,
        manager.zeros(new Shape(WIDTH)));
  }

  private static List<int[]> contexts(int count, int length) {
    SplittableRandom random = Seed.of(3).random();
    List<int[]> contexts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contexts.add(random.ints(length, 0, 2000).toArray());
    }
    return contexts;
  }
}
