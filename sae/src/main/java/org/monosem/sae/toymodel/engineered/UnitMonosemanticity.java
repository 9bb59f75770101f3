package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.monosem.core.kernel.KernelModule;

/**
 * How much of a unit's answers to single features its best feature gets: {@code r_u = max_j a_uj /
 * (1e-10 + sum_j a_uj)}, {@code a_uj} the unit's activation where feature {@code j} alone is
 * present with value 1, at least 0. A unit is monosemantic if {@code r_u > 0.999}. Immutable; holds
 * no NDArray.
 *
 * <p>Negative activations (GeLU, {@code x exp(x)}) count as none: otherwise answers could cancel.
 */
public final class UnitMonosemanticity {
  /** The ratio above which a unit is monosemantic. */
  public static final double THRESHOLD = 0.999;

  private static final double TINY = 1e-10;
  private static final KernelModule KERNELS =
      KernelModule.load(UnitMonosemanticity.class, "engineered.py");

  private final double[] ratios;
  private final long[] features;

  private UnitMonosemanticity(double[] ratios, long[] features) {
    this.ratios = ratios;
    this.features = features;
  }

  /** Measures one model. */
  public static UnitMonosemanticity of(ToyWeights weights, ToyActivation activation) {
    try (NDManager scope = weights.l1().getManager().newSubManager()) {
      NDList parameters = new NDList(weights.l1().expandDims(0), weights.bias().expandDims(0));
      NDList all = new NDList(parameters);
      all.add(weights.projection().expandDims(0));
      all.attach(scope);
      return ofRuns(scope, parameters, all.get(2), activation).get(0);
    }
  }

  /** Measures the runs of a training: {@code [runs, ...]}. */
  static List<UnitMonosemanticity> ofRuns(
      NDManager scope, NDList parameters, NDArray projection, ToyActivation act) {
    NDList found = KERNELS.call(scope, "answers", parameters, projection, act.code());
    Shape shape = found.get(0).getShape();
    int units = (int) shape.get(1);
    double[] largest = found.get(0).toDoubleArray();
    double[] sums = found.get(1).toDoubleArray();
    long[] feature = found.get(2).toLongArray();
    List<UnitMonosemanticity> runs = new ArrayList<>();
    for (int begin = 0; begin < largest.length; begin += units) {
      double[] ratios = new double[units];
      for (int u = 0; u < units; u++) {
        ratios[u] = largest[begin + u] / (TINY + sums[begin + u]);
      }
      runs.add(new UnitMonosemanticity(ratios, Arrays.copyOfRange(feature, begin, begin + units)));
    }
    return runs;
  }

  /** Returns how many units there are. */
  public int units() {
    return ratios.length;
  }

  /** Returns {@code r_u}, in [0, 1]. */
  public double ratio(int unit) {
    return ratios[unit];
  }

  /** Returns the feature that the unit answers to most; of no meaning for a silent unit. */
  public int feature(int unit) {
    return (int) features[unit];
  }

  /** Returns whether {@code r_u > 0.999}. */
  public boolean isMonosemantic(int unit) {
    return ratios[unit] > THRESHOLD;
  }

  /** Returns how many units are monosemantic. */
  public int monosemanticUnits() {
    return (int) monosemantic().count();
  }

  /** Returns how many features have at least one monosemantic unit. */
  public int distinctFeatures() {
    return (int) monosemantic().mapToLong(u -> features[u]).distinct().count();
  }

  /** Returns how many units answer to no feature at all. */
  public int silentUnits() {
    return (int) Arrays.stream(ratios).filter(ratio -> ratio == 0).count();
  }

  /** Returns the units that are not monosemantic, ascending. */
  public List<Integer> polysemanticUnits() {
    return IntStream.range(0, units()).filter(u -> !isMonosemantic(u)).boxed().toList();
  }

  private IntStream monosemantic() {
    return IntStream.range(0, units()).filter(this::isMonosemantic);
  }
}
