package org.monosem.harvest.transformer.regularisation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training does to chosen layers.
 *
 * @param inhibition of outputs that stand out; null for none
 * @param decorrelation of inputs' activations; null for none
 */
public record Regularisation(
    @Nullable Inhibition inhibition, @Nullable LayerDecorrelation decorrelation) {
  /** Plain training. */
  public static final Regularisation NONE = new Regularisation(null, null);

  /** Numbers of a layer's rule, in the order that the kernels know. */
  private static final int NUMBERS = 12;

  /** State arrays of an inhibited layer. */
  private static final int STATES = 4;

  /** Returns inhibition alone. */
  public static Regularisation of(Inhibition inhibition) {
    return new Regularisation(inhibition, null);
  }

  /** Returns decorrelation alone. */
  public static Regularisation of(LayerDecorrelation decorrelation) {
    return new Regularisation(null, decorrelation);
  }

  /** Returns the inhibited layers, ascending. */
  public List<Integer> inhibitedLayers() {
    return inhibition == null ? List.of() : inhibition.layers();
  }

  /**
   * Returns how many outputs an inhibited layer has; 0 if none is inhibited.
   *
   * @param dMlp neurons of a layer
   * @param dModel width of the residual stream
   */
  public int inhibitedUnits(int dMlp, int dModel) {
    return inhibition == null ? 0 : inhibition.units(dMlp, dModel);
  }

  /**
   * Returns the numbers by which kernels know the rules, twelve a layer; empty if there are none.
   *
   * @param layers of the model
   * @param dMlp neurons of a layer
   * @param dModel width of the residual stream
   * @throws IllegalArgumentException if a layer is named that there is not
   */
  public double[] rules(int layers, int dMlp, int dModel) {
    if (inhibition == null && decorrelation == null) {
      return new double[0];
    }
    double[][] rules = new double[layers][NUMBERS];
    Arrays.stream(rules).forEach(rule -> rule[0] = -1);
    if (inhibition != null) {
      Layers.requireBelow(layers, "inhibition", inhibition.layers());
      write(inhibition, inhibition.units(dMlp, dModel), rules);
    }
    if (decorrelation != null) {
      Layers.requireBelow(layers, "decorrelation", decorrelation.layers());
      write(decorrelation, rules);
    }
    return Arrays.stream(rules).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void write(Inhibition inhibition, int units, double[][] rules) {
    for (int i = 0; i < inhibition.layers().size(); i++) {
      double[] rule = rules[inhibition.layers().get(i)];
      rule[0] = i * STATES;
      rule[1] =
          switch (inhibition.effect()) {
            case REVERSE -> 0;
            case NAIVE -> 1;
            case LOG_LOSS -> 2;
          };
      rule[2] = inhibition.chosen(units);
      rule[3] = inhibition.share();
      rule[4] = inhibition.eta();
      rule[5] = inhibition.weight();
      rule[6] = inhibition.warmUp();
      rule[11] = inhibition.site() == Inhibition.Site.ACTIVATION ? 0 : 1;
    }
  }

  private static void write(LayerDecorrelation decorrelation, double[][] rules) {
    for (int layer : decorrelation.layers()) {
      double[] rule = rules[layer];
      rule[7] = decorrelation.weight();
      rule[8] = decorrelation.rows();
      rule[9] = decorrelation.site() == LayerDecorrelation.Site.UP_PROJECTION ? 0 : 1;
      rule[10] = decorrelation.unitRows() ? 0 : 1;
    }
  }
}
