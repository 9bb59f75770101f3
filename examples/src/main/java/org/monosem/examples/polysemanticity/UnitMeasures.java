package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.polysemanticity.capacity.ActivationCapacity;
import org.monosem.core.polysemanticity.capacity.FeatureCapacity;
import org.monosem.core.polysemanticity.embedding.ExampleCollector;
import org.monosem.core.polysemanticity.embedding.NeuronEmbedding;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
import org.monosem.core.polysemanticity.embedding.UnitExamples;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.polysemanticity.scale.MonosemanticScale;
import org.monosem.core.polysemanticity.scale.ScaleOptions;
import org.monosem.core.polysemanticity.scale.ScaleReport;

/** Measures the units of one layer while rows stream by. Owns its sums until closed. */
final class UnitMeasures implements AutoCloseable {
  private final String name;
  private final int units;
  private final ActivationCapacity capacity;
  private final MonosemanticScale scale;
  private final ExampleCollector examples;
  private final long[] fired;
  private final ComparisonOptions options;

  /**
   * Begins with no rows.
   *
   * @param name what is measured
   * @param units how many there are
   * @param examined the units whose examples are kept
   */
  UnitMeasures(
      String name, int units, int[] examined, ComparisonOptions options, NDManager manager) {
    this.name = name;
    this.units = units;
    this.capacity = new ActivationCapacity(units, manager);
    this.scale = MonosemanticScale.start(units, ScaleOptions.DEFAULT);
    this.examples = ExampleCollector.create(examined, options.examples());
    this.fired = new long[units];
    this.options = options;
  }

  void add(NDArray inputs, NDArray activations, RowPlaces places) {
    float[] values = activations.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      fired[i % units] += values[i] > 0 ? 1 : 0;
    }
    if (activations.size() <= capacity.room()) {
      capacity.accept(activations);
    }
    scale.add(activations);
    examples.accept(inputs, activations, places);
  }

  void add(NDArray inputs, FeatureActivations activations, RowPlaces places) {
    for (int feature : activations.features()) {
      fired[feature]++;
    }
    if (activations.activeCount() <= capacity.room()) {
      capacity.accept(activations);
    }
    scale.add(activations);
    examples.accept(inputs, activations, places);
  }

  ComparedUnits value(UnitWeights weights, NDManager scope) {
    List<UnitExamples> found = examples.value();
    ScaleReport scales = scale.report();
    int[] often =
        IntStream.range(0, units).filter(unit -> fired[unit] >= options.leastFired()).toArray();
    return new ComparedUnits(
        name,
        units,
        (int) Arrays.stream(fired).filter(count -> count > 0).count(),
        capacities(capacity.ofDirections(), often),
        sorted(Arrays.stream(often).mapToDouble(scales::highest).toArray()),
        sorted(
            found.stream()
                .filter(unit -> unit.examples().size() > 1)
                .mapToDouble(unit -> spread(unit, weights, scope))
                .toArray()),
        PolysemanticityReport.of(name, found, weights, options.meanings()));
  }

  /** The dimensions that a unit's n examples take, their total capacity, from 1..n to 0..1. */
  private static double spread(UnitExamples unit, UnitWeights weights, NDManager owner) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray embeddings = NeuronEmbedding.of(unit.inputs(scope), weights, unit.unit());
      double dimensions = FeatureCapacity.ofDirections(embeddings).total();
      return (dimensions - 1) / (unit.examples().size() - 1);
    }
  }

  private static List<Double> capacities(FeatureCapacity all, int[] often) {
    return sorted(Arrays.stream(often).mapToDouble(all::capacity).toArray());
  }

  private static List<Double> sorted(double[] values) {
    return Arrays.stream(values).sorted().boxed().toList();
  }

  @Override
  public void close() {
    capacity.close();
  }
}
