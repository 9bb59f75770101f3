package org.monosem.harvest.transformer.regularisation;

import java.util.List;

/**
 * Decorrelation of layers' activations by a loss {@code weight |Z Z' - I|_F^2}; the package says
 * what it does. It is taken on the inputs that are computed together (some thousands), and averaged
 * over a batch's such parts by their share of the inputs.
 *
 * @param layers whose MLPs are decorrelated, from 0, ascending
 * @param weight of each layer's loss, above 0
 * @param rows how many inputs of a part it is taken on, evenly spread, at least 2
 * @param site which activations
 * @param unitRows whether each row is divided by its norm; a row of zeros stays one
 */
public record LayerDecorrelation(
    List<Integer> layers, double weight, int rows, Site site, boolean unitRows) {

  /** Where in the MLP. */
  public enum Site {
    /** Before the non-linearity, as Yan et al. have it. */
    UP_PROJECTION,
    /** After it. */
    ACTIVATION
  }

  /** Checks the numbers and copies the list. */
  public LayerDecorrelation {
    layers = Layers.checked("decorrelation", layers);
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "decorrelation: weight: expected a finite number above 0, got " + weight);
    }
    if (rows < 2) {
      throw new IllegalArgumentException("decorrelation: rows: expected at least 2, got " + rows);
    }
  }

  /** Returns the paper's: weight 1e-4 on the up-projection, on unit rows; 256 of them. */
  public static LayerDecorrelation of(List<Integer> layers) {
    return new LayerDecorrelation(layers, 1e-4, 256, Site.UP_PROJECTION, true);
  }

  /** Returns the same with another weight. */
  public LayerDecorrelation withWeight(double value) {
    return new LayerDecorrelation(layers, value, rows, site, unitRows);
  }

  /** Returns the same on another number of rows. */
  public LayerDecorrelation withRows(int value) {
    return new LayerDecorrelation(layers, weight, value, site, unitRows);
  }

  /** Returns the same of other activations. */
  public LayerDecorrelation withSite(Site value) {
    return new LayerDecorrelation(layers, weight, rows, value, unitRows);
  }

  /** Returns the same on rows as they are, or divided by their norms. */
  public LayerDecorrelation withUnitRows(boolean value) {
    return new LayerDecorrelation(layers, weight, rows, site, value);
  }
}
