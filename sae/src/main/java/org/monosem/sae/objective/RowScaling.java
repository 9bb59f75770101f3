package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.kernel.KernelModule;

/**
 * Takes the rows of a source apart and scales the parts: what training, sampling and resampling do
 * with every batch.
 *
 * @param layout what stands in a row
 * @param factors what each part is multiplied with, one for each
 */
public record RowScaling(RowLayout layout, List<Double> factors) {
  private static final KernelModule KERNELS = KernelModule.load(RowScaling.class, "rows.py");

  /**
   * Copies the factors.
   *
   * @throws IllegalArgumentException if there is not one for each part
   */
  public RowScaling {
    factors = List.copyOf(factors);
    int parts = Math.max(1, layout.parts().size());
    if (factors.size() != parts) {
      throw new IllegalArgumentException(
          "scales: expected one for each of %d parts, got %s".formatted(parts, factors));
    }
  }

  /** Returns the scaling of an autoencoder's rows, all by one factor. */
  public static RowScaling of(double factor) {
    return new RowScaling(RowLayout.AUTOENCODER, List.of(factor));
  }

  /**
   * What is encoded and what is predicted; the same array but for transcoders.
   *
   * @param inputs {@code [batch, dIn]}
   * @param targets {@code [batch, dOut]}
   */
  public record Parts(NDArray inputs, NDArray targets) {}

  /**
   * Returns scaled parts of raw rows.
   *
   * @param owner the owner of the result, but where nothing is to be done: then it is {@code raw}
   * @param raw {@code [batch, width]}
   * @throws IllegalArgumentException if the rows are of another width
   */
  public Parts of(NDManager owner, NDArray raw) {
    int[] widths = layout.widths(Math.toIntExact(raw.getShape().get(1)));
    if (widths.length == 1) {
      NDArray rows = scaled(owner, raw, factors.get(0));
      return new Parts(rows, rows);
    }
    NDList parts = new NDList();
    int start = 0;
    for (int i = 0; i < widths.length; i++) {
      int stop = start + widths[i];
      parts.add(KERNELS.callForArray(owner, "part", raw, start, stop, factors.get(i)));
      start = stop;
    }
    if (layout.isTranscoder()) {
      return new Parts(parts.get(0), parts.get(1));
    }
    NDArray rows = KERNELS.callForArray(owner, "beside", parts);
    parts.close();
    return new Parts(rows, rows);
  }

  private static NDArray scaled(NDManager owner, NDArray raw, double factor) {
    if (factor == 1) {
      return raw;
    }
    NDArray rows = raw.mul((float) factor);
    rows.attach(owner);
    return rows;
  }
}
