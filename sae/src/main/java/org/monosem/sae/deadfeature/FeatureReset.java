package org.monosem.sae.deadfeature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.RowScaling;

/**
 * Points dead features at inputs: decoder row {@code y/|y|} (for a transcoder {@code y} is the
 * target, else the input itself), encoder row {@code x/|x|} times a share of the mean norm of the
 * other features' encoder rows, encoder bias 0, and zero moments for exactly these entries. Every
 * other entry, and Adam's step count, stays bit-identical.
 */
final class FeatureReset {
  private static final KernelModule KERNELS = KernelModule.load(FeatureReset.class, "reset.py");

  private FeatureReset() {}

  /**
   * Resets features in place.
   *
   * @param features which, distinct, at least one
   * @param rows one input and target for each of them, none of them zero
   * @param normFactor the share of the mean norm; if every feature is reset, of the mean of all
   */
  static void apply(
      TrainedArrays arrays, int[] features, RowScaling.Parts rows, double normFactor) {
    boolean[] alive = new boolean[arrays.parameters().dSae()];
    Arrays.fill(alive, true);
    for (int feature : features) {
      alive[feature] = false;
    }
    try (NDManager scope = rows.inputs().getManager().newSubManager()) {
      KERNELS.run(
          "reset",
          arrays.parameters().list(),
          arrays.firstMoments().list(),
          arrays.secondMoments().list(),
          scope.create(features).toType(DataType.INT64, false),
          rows.inputs(),
          rows.targets(),
          scope.create(alive),
          normFactor);
    }
  }

  /**
   * Copies the drawn rows of a batch to their places.
   *
   * @param rows the batch, {@code [batch, dIn]}
   * @param first the number of its first row
   * @param drawn the number of the row of each place
   * @param places which of them are in this batch
   * @param inputs {@code [places, dIn]}
   */
  static void put(NDArray rows, long first, long[] drawn, int[] places, NDArray inputs) {
    try (NDManager scope = rows.getManager().newSubManager()) {
      long[] from = Arrays.stream(places).mapToLong(place -> drawn[place] - first).toArray();
      long[] to = Arrays.stream(places).asLongStream().toArray();
      KERNELS.run("put", rows, create(scope, from), inputs, create(scope, to));
    }
  }

  private static NDArray create(NDManager scope, long[] values) {
    return scope.create(values, new Shape(values.length));
  }
}
