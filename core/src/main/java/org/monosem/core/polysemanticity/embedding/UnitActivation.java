package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;

/** How active one unit is, given what a model computes at a hook point. */
public interface UnitActivation {

  /** Returns where the unit reads. */
  HookPoint hook();

  /**
   * Returns the unit's activations.
   *
   * @param rows the model's activations at the hook point, float32 {@code [rows, width]}
   * @return one for each row
   */
  float[] of(NDArray rows);

  /**
   * Returns a unit of the hook point itself: a neuron where the hook point is an MLP's hidden
   * layer.
   *
   * @param unit which column
   */
  static UnitActivation neuron(HookPoint hook, int unit) {
    return new Neuron(hook, unit);
  }

  /**
   * Returns a feature of a dictionary that was trained at the hook point.
   *
   * @param dictionary must stay open
   * @throws IllegalArgumentException if it has no such feature
   */
  static UnitActivation feature(HookPoint hook, SparseAutoencoder dictionary, int feature) {
    UnitWeights.ofDictionary(dictionary).requireUnit(feature);
    return new Feature(hook, dictionary, feature);
  }

  /** A column of the activations. */
  record Neuron(HookPoint hook, int unit) implements UnitActivation {
    @Override
    public float[] of(NDArray rows) {
      Shape shape = rows.getShape();
      if (unit < 0 || unit >= shape.get(1)) {
        throw new IllegalArgumentException(
            "unit: expected one of " + shape.get(1) + " at " + hook + ", got " + unit);
      }
      try (NDArray column = rows.get(":, " + unit)) {
        return column.toFloatArray();
      }
    }
  }

  /** A feature of a dictionary. */
  record Feature(HookPoint hook, SparseAutoencoder dictionary, int feature)
      implements UnitActivation {
    @Override
    public float[] of(NDArray rows) {
      FeatureActivations features = dictionary.encode(rows);
      float[] values = new float[features.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] = features.activation(row, feature);
      }
      return values;
    }
  }
}
