package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.monosem.sae.toymodel.ToyCheckpoint;

/**
 * The measurements of a training as an array of a checkpoint, float64 {@code [measured steps, runs,
 * columns]}: JSON would not keep the means over no unit, which are NaN.
 */
final class MeasurementTable {
  private static final String NAME = "measurements";
  private static final int COLUMNS = 8;

  private MeasurementTable() {}

  /** Returns the array by its name; nothing before the first measurement. */
  static Map<String, NDArray> toArray(List<List<ToyMeasurement>> measurements, NDManager owner) {
    if (measurements.isEmpty()) {
      return Map.of();
    }
    double[] values =
        measurements.stream()
            .flatMap(List::stream)
            .flatMapToDouble(MeasurementTable::row)
            .toArray();
    Shape shape = new Shape(measurements.size(), measurements.get(0).size(), COLUMNS);
    return Map.of(NAME, owner.create(values, shape));
  }

  private static DoubleStream row(ToyMeasurement measurement) {
    return DoubleStream.of(
        (double) measurement.step(),
        measurement.loss(),
        measurement.meanBias(),
        measurement.monosemanticUnits(),
        measurement.distinctFeatures(),
        measurement.silentUnits(),
        measurement.monosemanticBias(),
        measurement.polysemanticBias());
  }

  /** Returns what was stored. */
  static List<List<ToyMeasurement>> read(ToyCheckpoint saved) {
    List<Long> shape = saved.shape(NAME);
    List<List<ToyMeasurement>> measurements = new ArrayList<>();
    if (!shape.isEmpty()) {
      double[] values = saved.doubles(NAME);
      int step = Math.toIntExact(shape.get(1)) * COLUMNS;
      for (int begin = 0; begin < values.length; begin += step) {
        measurements.add(rows(Arrays.copyOfRange(values, begin, begin + step)));
      }
    }
    return measurements;
  }

  private static List<ToyMeasurement> rows(double[] values) {
    List<ToyMeasurement> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i += COLUMNS) {
      rows.add(
          new ToyMeasurement(
              (long) values[i],
              values[i + 1],
              values[i + 2],
              (int) values[i + 3],
              (int) values[i + 4],
              (int) values[i + 5],
              values[i + 6],
              values[i + 7]));
    }
    return rows;
  }
}
