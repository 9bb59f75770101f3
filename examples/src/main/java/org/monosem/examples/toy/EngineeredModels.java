package org.monosem.examples.toy;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.monosem.sae.toymodel.engineered.ResidualBlock;
import org.monosem.sae.toymodel.engineered.ToyMeasurement;

/**
 * The models of one width and one start, one a seed.
 *
 * @param units the width
 * @param start what plots call it
 * @param initialBias what was added to the biases
 * @param histories measurements, by seed and then by step
 * @param residuals what the polysemantic units do, by seed
 */
record EngineeredModels(
    int units,
    String start,
    double initialBias,
    List<List<ToyMeasurement>> histories,
    List<ResidualBlock> residuals) {

  /** Returns the steps measured after, ascending. */
  List<Long> steps() {
    return histories.get(0).stream().map(ToyMeasurement::step).toList();
  }

  /** Returns the mean over seeds of a measurement, by its place among the steps; NaN counts not. */
  double mean(int place, ToDoubleFunction<ToyMeasurement> value) {
    return histories.stream()
        .map(history -> history.get(place))
        .mapToDouble(value)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the mean over seeds at the end. */
  double last(ToDoubleFunction<ToyMeasurement> value) {
    return mean(steps().size() - 1, value);
  }

  /** Returns the mean over seeds of a number of the residual block. */
  double residual(ToDoubleFunction<ResidualBlock> value) {
    return residuals.stream()
        .mapToDouble(value)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
