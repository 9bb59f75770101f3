package org.monosem.core.polysemanticity.coding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/**
 * How far activations move from step to step, whole and seen through a random projection.
 *
 * @param steps differences of successive rows, at least 1
 * @param energy {@code sum_t |x_{t+1} - x_t|²}: sum over steps and dimensions
 * @param projected the same of the rows projected
 */
public record TrajectoryEnergy(long steps, double energy, double projected) {
  /** The dimensions of a projection that can be looked at. */
  public static final int DIMS = 3;

  /**
   * Measures a trajectory with the projection {@code y = P x}, {@code P [3, d]} normal with
   * variance 1/3, so that the mean of {@code projected} over projections is {@code energy}.
   *
   * @param trajectory {@code [steps + 1, d]}, at least two rows, floats or doubles, finite; stays
   *     the caller's
   * @param seed decides the projection
   * @throws IllegalArgumentException if it is not that
   */
  public static TrajectoryEnergy of(NDArray trajectory, Seed seed) {
    return of(trajectory, seed, DIMS);
  }

  /**
   * Measures as {@link #of(NDArray, Seed)} does, in as many dimensions as one likes.
   *
   * @param dims of the projection, at least 1; its entries have variance {@code 1 / dims}
   */
  public static TrajectoryEnergy of(NDArray trajectory, Seed seed, int dims) {
    Shape shape = trajectory.getShape();
    if (shape.dimension() != 2 || shape.get(0) < 2 || shape.get(1) < 1) {
      throw new IllegalArgumentException(
          "trajectory: expected [steps + 1, d] with at least 2 rows, got " + shape);
    }
    if (dims < 1) {
      throw new IllegalArgumentException("dims: expected at least 1, got " + dims);
    }
    try (NDManager scope = trajectory.getManager().newSubManager()) {
      scope.tempAttachAll(trajectory);
      NDArray x = trajectory.toType(DataType.FLOAT64, true);
      NDArray steps = x.get("1:").sub(x.get(":-1"));
      NDArray projection = projection(scope, seed, (int) shape.get(1), dims);
      double energy = finite(steps.square().sum().getDouble());
      double projected = steps.matMul(projection).square().sum().getDouble();
      return new TrajectoryEnergy(shape.get(0) - 1, energy, projected);
    }
  }

  /** Returns the energy of a step, mean over steps. */
  public double perStep() {
    return energy / steps;
  }

  /** Returns the figures by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("steps", steps);
    fields.put("energy", energy);
    fields.put("projected", projected);
    fields.put("perStep", perStep());
    return fields;
  }

  /** Returns the transposed projection, {@code [d, dims]}. */
  private static NDArray projection(NDManager scope, Seed seed, int d, int dims) {
    SplittableRandom random = seed.named("projection").random();
    double[] entries = new double[Math.multiplyExact(d, dims)];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = random.nextGaussian() / Math.sqrt(dims);
    }
    return scope.create(entries, new Shape(d, dims));
  }

  private static double finite(double energy) {
    if (!Double.isFinite(energy)) {
      throw new IllegalArgumentException("trajectory: expected finite numbers");
    }
    return energy;
  }
}
