package org.monosem.core.polysemanticity.coding;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** The variances of the principal components of activations, largest first. Immutable. */
public final class PcaSpectrum {
  private final long rows;
  private final double[] variances;

  PcaSpectrum(long rows, double... variances) {
    this.rows = rows;
    this.variances = variances;
  }

  /**
   * Returns a spectrum that is known.
   *
   * @param rows that it is of
   * @param variances largest first, at least one, none negative
   * @throws IllegalArgumentException if they are not that
   */
  public static PcaSpectrum of(long rows, double... variances) {
    double before = Double.MAX_VALUE;
    for (double variance : variances) {
      if (!(variance >= 0 && variance <= before)) {
        throw new IllegalArgumentException(
            "variances: expected finite ones of at least 0, largest first, got "
                + variance
                + " after "
                + before);
      }
      before = variance;
    }
    if (variances.length == 0) {
      throw new IllegalArgumentException("variances: expected at least one, got none");
    }
    return new PcaSpectrum(rows, variances.clone());
  }

  /** Returns the number of rows that it is of. */
  public long rows() {
    return rows;
  }

  /** Returns a copy of the variances, largest first. */
  public double[] variances() {
    return variances.clone();
  }

  /** Returns the sum of the variances. */
  public double trace() {
    return Arrays.stream(variances).sum();
  }

  /**
   * Returns the action of a random projection of the activations, {@code trace(Sigma) / 2}: in the
   * square of the activations' unit.
   */
  public double action() {
    return trace() / 2;
  }

  /**
   * Returns the action in units of the largest variance, {@code trace(Sigma) / (2 largest)}, which
   * is {@code zeta(decay) / 2} for a power law without end; NaN if all variances are zero.
   */
  public double normalisedAction() {
    return action() / variances[0];
  }

  /**
   * Fits a line to the logarithms of ranks and variances by least squares.
   *
   * @throws IllegalArgumentException if fewer than three components are in the range
   */
  public PowerLawFit fit(FitRange range) {
    SimpleRegression line = new SimpleRegression();
    int last = Math.min(range.last(), variances.length);
    for (int rank = range.first(); rank <= last; rank++) {
      double variance = variances[rank - 1];
      if (variance > 0 && variance >= range.floor() * variances[0]) {
        line.addData(Math.log(rank), Math.log(variance));
      }
    }
    if (line.getN() < 3) {
      throw new IllegalArgumentException(
          "range: expected at least 3 components, got %d of %d"
              .formatted(line.getN(), variances.length));
    }
    return new PowerLawFit(
        -line.getSlope(), line.getIntercept(), line.getRSquare(), (int) line.getN());
  }

  /** Returns the figures by name, the fit over {@link FitRange#all} where there is one. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rows", rows);
    fields.put("dims", variances.length);
    fields.put("largest", variances[0]);
    fields.put("trace", trace());
    fields.put("action", action());
    if (variances[0] > 0) {
      fields.put("normalisedAction", normalisedAction());
    }
    if (variances.length >= 3
        && variances[2] > 0
        && variances[2] >= FitRange.FLOOR * variances[0]) {
      fields.put("fit", fit(FitRange.all()).toMap());
    }
    return fields;
  }
}
