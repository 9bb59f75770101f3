package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/**
 * The sum of squared cosines between the features of different rows; the package says more.
 *
 * @param weight mu, above 0
 * @param rows how many rows of a batch it is taken on (all, if a batch has fewer), at least 2
 * @param unitRows whether each row is divided by its norm; a row without features stays zero
 */
public record DecorrelationTerm(double weight, int rows, boolean unitRows)
    implements RegularisationTerm {
  private static final KernelModule KERNELS = EmbeddingTerm.KERNELS;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public DecorrelationTerm {
    TermCheck.check("decorrelation term", weight, rows);
  }

  /** Returns the term on 256 unit rows. */
  public static DecorrelationTerm of(double weight) {
    return new DecorrelationTerm(weight, 256, true);
  }

  @Override
  public List<String> names() {
    return List.of("decorrelation");
  }

  @Override
  public NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient) {
    return KERNELS.callForArray(
        manager,
        "decorrelation",
        batch.rows(),
        rows,
        batch.arrays(batch.parameters()),
        batch.arrays(gradient),
        batch.kind(),
        batch.activeFeatures(),
        batch.objective().preEncoderBias(),
        unitRows,
        weight);
  }

  /** At most six arrays {@code [rows, dSae]} and one {@code [dSae, dIn]} at once. */
  @Override
  public long bytes(DictionaryWidths widths, int batch) {
    long seen = Math.min(rows, batch);
    long wide = seen * widths.dSae();
    long weights = (long) widths.dSae() * widths.dIn();
    return Float.BYTES * (6 * wide + weights + seen * (widths.dIn() + seen));
  }
}
