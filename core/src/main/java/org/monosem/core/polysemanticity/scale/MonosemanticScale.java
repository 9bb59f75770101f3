package org.monosem.core.polysemanticity.scale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.monosem.core.FeatureActivations;

/**
 * Scores a stream of activations on the monosemantic scale, row by row against the rows before.
 *
 * <pre>{@code
 * MonosemanticScale scale = MonosemanticScale.start(dMlp, ScaleOptions.DEFAULT);
 * while (stream.hasNext()) scale.add(stream.next(manager));
 * double sparseness = scale.report().meanTopPhi();
 * }</pre>
 *
 * <p>To go on later, keep {@link #moments} and {@link #report}, start with {@link #continuing}, and
 * add the reports up: what comes out is that of one pass. Not safe for use by several threads.
 */
public final class MonosemanticScale {
  private final UnitMoments moments;
  private final ScaleOptions options;
  private final ScaleTally tally;
  private final double[] row;
  private final double[] phi;

  private MonosemanticScale(UnitMoments moments, ScaleOptions options) {
    this.moments = moments;
    this.options = options;
    this.tally = new ScaleTally(moments.units(), options);
    this.row = new double[moments.units()];
    this.phi = new double[moments.units()];
  }

  /**
   * Returns a scorer that has seen nothing.
   *
   * @throws IllegalArgumentException if there are no units
   */
  public static MonosemanticScale start(int units, ScaleOptions options) {
    return new MonosemanticScale(UnitMoments.none(units), options);
  }

  /** Returns a scorer of what comes after the outputs of some moments, which are copied. */
  public static MonosemanticScale continuing(UnitMoments moments, ScaleOptions options) {
    return new MonosemanticScale(moments.copy(), options);
  }

  /**
   * Scores and learns a batch, its first row first.
   *
   * @param activations {@code [rows, units]}, floats or doubles, finite; stays the caller's
   * @throws IllegalArgumentException if the shape or type is another, or a number is not finite;
   *     the rows before that one are learnt then
   */
  public void add(NDArray activations) {
    add(activations, (at, scales) -> {});
  }

  /** As {@link #add(NDArray)}, telling a listener every row's scales. */
  public void add(NDArray activations, PhiListener listener) {
    Shape shape = activations.getShape();
    if (shape.dimension() != 2 || shape.get(1) != row.length) {
      throw new IllegalArgumentException(
          "activations: expected [rows, units=%d], got %s".formatted(row.length, shape));
    }
    if (activations.getDataType() == DataType.FLOAT64) {
      double[] values = activations.toDoubleArray();
      for (int at = 0; at < values.length; at += row.length) {
        System.arraycopy(values, at, row, 0, row.length);
        step(listener);
      }
      return;
    }
    if (activations.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "activations: expected float32 or float64, got " + activations.getDataType());
    }
    float[] values = activations.toFloatArray();
    for (int at = 0; at < values.length; at += row.length) {
      for (int u = 0; u < row.length; u++) {
        row[u] = values[at + u];
      }
      step(listener);
    }
  }

  /**
   * Scores and learns the features of a batch, those that did not fire as zeros.
   *
   * @throws IllegalArgumentException if it is of another number of features, or a number is not
   *     finite; the rows before that one are learnt then
   */
  public void add(FeatureActivations activations) {
    add(activations, (at, scales) -> {});
  }

  /** As {@link #add(FeatureActivations)}, telling a listener every row's scales. */
  public void add(FeatureActivations activations, PhiListener listener) {
    if (activations.dSae() != row.length) {
      throw new IllegalArgumentException(
          "activations: expected [rows, units=%d], got [%d, %d]"
              .formatted(row.length, activations.rows(), activations.dSae()));
    }
    for (int r = 0; r < activations.rows(); r++) {
      Arrays.fill(row, 0);
      for (int k = activations.begin(r); k < activations.end(r); k++) {
        row[activations.feature(k)] = activations.value(k);
      }
      step(listener);
    }
  }

  private void step(PhiListener listener) {
    if (moments.count() >= options.warmUp()) {
      moments.score(row, phi);
      tally.add(phi);
      listener.scored(moments.count(), phi);
    }
    moments.add(row);
  }

  /** Returns a copy of the moments of all rows so far. */
  public UnitMoments moments() {
    return moments.copy();
  }

  /** Returns what was scored here so far. */
  public ScaleReport report() {
    return tally.report();
  }
}
