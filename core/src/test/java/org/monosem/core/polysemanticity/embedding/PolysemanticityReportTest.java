package org.monosem.core.polysemanticity.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.groundtruth.GroundTruth;
import org.monosem.core.groundtruth.GroundTruthOptions;
import org.monosem.core.json.StrictJson;
import org.monosem.core.random.Seed;

class PolysemanticityReportTest {

  @Test
  void averagesAreOverTheUnitsThatHaveSuchANumber() {
    try (NDManager manager = NDManager.newBaseManager()) {
      UnitWeights weights =
          new UnitWeights(manager.ones(new Shape(3, 2)), manager.zeros(new Shape(3)));
      Example example = new Example(3, 1, 1);
      List<UnitExamples> examples =
          List.of(
              UnitExamples.of(
                  0, 1, List.of(example, example), new float[][] {{1, 0}, {0.6f, 0.8f}}),
              UnitExamples.of(1, 1, List.of(example), new float[][] {{1, 0}}),
              UnitExamples.of(2, 0, List.of(), new float[0][]));
      PolysemanticityReport report =
          PolysemanticityReport.of("layer", examples, weights, MeaningOptions.standard());
      PolysemanticitySummary summary = report.summary();
      assertThat(summary.units()).isEqualTo(3);
      assertThat(summary.unitsWithExamples()).isEqualTo(2);
      assertThat(summary.polysemanticUnits()).isEqualTo(1);
      assertThat(summary.clusters()).isEqualTo(1.5);
      assertThat(summary.examples()).isEqualTo(1.5);
      assertThat(summary.distances().mean()).isCloseTo(0.4, within(1e-7));
      assertThat(summary.distances().inter()).isCloseTo(0.4, within(1e-7));
      assertThat(summary.distances().intra()).isNaN();
      assertThat(summary.toMap().keySet())
          .containsExactly(
              "units",
              "unitsWithExamples",
              "polysemanticUnits",
              "meanDistance",
              "maxDistance",
              "interClusterDistance",
              "clusters",
              "examples");
    }
  }

  /** Neurons that read three directions each, and a dictionary that reads one a feature. */
  @Test
  void mixedNeuronsAreMorePolysemanticThanTheFeaturesTheyMix() {
    try (NDManager manager = NDManager.newBaseManager()) {
      int atoms = 24;
      GroundTruth truth = GroundTruth.of(GroundTruthOptions.of(atoms, 1), 48, Seed.of(5));
      NDArray directions = manager.create(truth.atoms());
      PolysemanticitySummary features = features(truth, directions, manager).summary();
      PolysemanticitySummary neurons = neurons(truth, directions, manager).summary();
      assertThat(neurons.unitsWithExamples()).isEqualTo(atoms);
      assertThat(features.unitsWithExamples()).isEqualTo(atoms);
      assertThat(neurons.distances().mean()).isGreaterThan(1.5 * features.distances().mean());
      assertThat(neurons.distances().max()).isGreaterThan(features.distances().max());
      assertThat(neurons.clusters()).isGreaterThan(1.5 * features.clusters());
    }
  }

  private static PolysemanticityReport features(
      GroundTruth truth, NDArray directions, NDManager manager) {
    NDArray zeros = manager.zeros(new Shape(directions.getShape().get(1)));
    NDArray bias = manager.full(new Shape(directions.getShape().get(0)), -0.5f);
    DictionaryConfig config =
        DictionaryConfig.relu(
            (int) directions.getShape().get(1), (int) directions.getShape().get(0), true);
    try (SparseAutoencoder dictionary =
        SparseAutoencoder.of(manager, config, directions, bias, directions, zeros)) {
      return report("features", truth, EmbeddedUnits.features(dictionary), manager);
    }
  }

  private static PolysemanticityReport neurons(
      GroundTruth truth, NDArray directions, NDManager manager) {
    NDArray mixed = directions.add(rolled(directions, 1)).add(rolled(directions, 5));
    UnitWeights weights =
        new UnitWeights(mixed, manager.full(new Shape(directions.getShape().get(0)), -0.5f));
    return report("neurons", truth, EmbeddedUnits.neurons(weights, h -> h.maximum(0)), manager);
  }

  private static NDArray rolled(NDArray rows, int by) {
    return rows.get(by + ":").concat(rows.get(":" + by), 0);
  }

  private static PolysemanticityReport report(
      String name, GroundTruth truth, EmbeddedUnits units, NDManager manager) {
    ExampleCollector collector =
        ExampleCollector.create(
            IntStream.range(0, units.weights().units()).toArray(),
            ExampleOptions.published().withFraction(0.5));
    ActivationSource source = truth.activations(0, 4000);
    try (ActivationStream stream = source.open(Seed.of(7), 0)) {
      collector.read(stream, units, manager, source.rows());
    }
    PolysemanticityReport report =
        PolysemanticityReport.of(
            name, collector.value(), units.weights(), MeaningOptions.standard().withThreshold(0.8));
    Map<String, Object> back = StrictJson.parseObject(StrictJson.write(report.toMap()), name);
    assertThat(back).containsEntry("name", name);
    assertThat((List<?>) back.get("units")).hasSize(units.weights().units());
    return report;
  }
}
