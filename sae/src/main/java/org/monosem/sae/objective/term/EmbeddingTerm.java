package org.monosem.sae.objective.term;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.DictionaryParameters;
import org.monosem.sae.objective.DictionaryWidths;

/**
 * The mean distance between the neuron embeddings of a feature's examples; the package says more.
 *
 * <p>Its value without the weight is between 0 and 2, whatever the scale of rows and weights, so
 * the weight is to be chosen by the objective's loss: with the error averaged over 64 elements of
 * rows whose dictionary explains 94 %, 0.02 nearly halves the distances for 2 to 3 % more error
 * ({@code benchmark digits}). The value falls for sparser features too; compare at one L0.
 *
 * @param weight mu, above 0
 * @param rows how many rows of a batch it is taken on (all, if a batch has fewer), at least 2
 * @param average what the mean is over
 */
public record EmbeddingTerm(double weight, int rows, Average average)
    implements RegularisationTerm {
  static final KernelModule KERNELS = KernelModule.load(EmbeddingTerm.class, "term.py");

  /** What the mean is over. */
  public enum Average {
    /** Features that are active on two rows or more; for each the mean of its pairs. */
    FEATURES,
    /** All pairs of all features alike, so that features that fire often count most. */
    PAIRS
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public EmbeddingTerm {
    TermCheck.check("embedding term", weight, rows);
  }

  /** Returns the term on 256 rows, averaged over features. */
  public static EmbeddingTerm of(double weight) {
    return new EmbeddingTerm(weight, 256, Average.FEATURES);
  }

  @Override
  public List<String> names() {
    return List.of("embedding");
  }

  @Override
  public NDArray addGradient(NDManager manager, TermBatch batch, DictionaryParameters gradient) {
    return KERNELS.callForArray(
        manager,
        "embedding",
        batch.rows(),
        rows,
        batch.arrays(batch.parameters()),
        batch.arrays(gradient),
        batch.kind(),
        batch.activeFeatures(),
        batch.objective().preEncoderBias(),
        average == Average.FEATURES,
        weight);
  }

  /** At most six arrays {@code [rows, dSae]} at once, later two beside six {@code [dSae, dIn]}. */
  @Override
  public long bytes(DictionaryWidths widths, int batch) {
    long seen = Math.min(rows, batch);
    long wide = seen * widths.dSae();
    long weights = (long) widths.dSae() * widths.dIn();
    return Float.BYTES * (Math.max(6 * wide, 2 * wide + 6 * weights) + 2 * seen * widths.dIn());
  }
}
