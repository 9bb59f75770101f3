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
import org.monosem.core.polysemanticity.embedding.MeaningOptions;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
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
  }

  void add(NDArray inputs, NDArray activations, RowPlaces places) {
    capacity.accept(activations);
    scale.add(activations);
    examples.accept(inputs, activations, places);
  }

  void add(NDArray inputs, FeatureActivations activations, RowPlaces places) {
    capacity.accept(activations);
    scale.add(activations);
    examples.accept(inputs, activations, places);
  }

  ComparedUnits value(UnitWeights weights, MeaningOptions options) {
    FeatureCapacity capacities = capacity.ofDirections();
    ScaleReport scales = scale.report();
    int[] active =
        IntStream.range(0, units).filter(unit -> capacities.capacity(unit) > 0).toArray();
    return new ComparedUnits(
        name,
        units,
        sorted(Arrays.stream(active).mapToDouble(capacities::capacity).toArray()),
        sorted(Arrays.stream(active).mapToDouble(scales::highest).filter(phi -> phi > 0).toArray()),
        PolysemanticityReport.of(name, examples.value(), weights, options));
  }

  private static List<Double> sorted(double[] values) {
    return Arrays.stream(values).sorted().boxed().toList();
  }

  @Override
  public void close() {
    capacity.close();
  }
}
