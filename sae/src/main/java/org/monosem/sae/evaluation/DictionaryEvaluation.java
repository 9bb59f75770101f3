package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.OptionalLong;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.metric.ReconstructionMetrics;
import org.monosem.core.metric.ReconstructionReport;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.RowLayout;
import org.monosem.sae.objective.RowScaling;

/**
 * Measures how sparsely and how well a dictionary reconstructs activations.
 *
 * @param rows how many rows to read, at most one pass over the source; at least one
 * @param batchRows rows encoded at a time, at least one; no figure depends on it but the {@link
 *     org.monosem.core.metric.LegacyExplainedVariance legacy forms} of explained variance
 * @param seed decides which rows are read, if not all
 */
public record DictionaryEvaluation(long rows, int batchRows, Seed seed) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is less than one
   */
  public DictionaryEvaluation {
    if (rows < 1 || batchRows < 1) {
      throw new IllegalArgumentException(
          "evaluation: expected at least one row and one row a batch, got rows="
              + rows
              + ", batchRows="
              + batchRows);
    }
  }

  /** Returns the evaluation on every row of a source, 4096 at a time. */
  public static DictionaryEvaluation onePass() {
    return new DictionaryEvaluation(Long.MAX_VALUE, 4096, Seed.of(0));
  }

  /** Returns the same evaluation on at most so many rows. */
  public DictionaryEvaluation withRows(long most) {
    return new DictionaryEvaluation(most, batchRows, seed);
  }

  /** Returns the same evaluation with other batches. */
  public DictionaryEvaluation withBatchRows(int size) {
    return new DictionaryEvaluation(rows, size, seed);
  }

  /** Returns the same evaluation on the rows that another seed picks. */
  public DictionaryEvaluation withSeed(Seed other) {
    return new DictionaryEvaluation(rows, batchRows, other);
  }

  /** Measures without telling anyone about progress. */
  public ReconstructionReport evaluate(SparseAutoencoder dictionary, ActivationSource source) {
    return evaluate(dictionary, source, EvaluationListener.none());
  }

  /**
   * Measures a dictionary on rows that it should not have been trained on. A transcoder's rows are
   * {@code [x | y]}, see {@link org.monosem.core.PairedActivations}; every figure of the
   * reconstruction is then of its prediction of {@code y}.
   *
   * @return the metrics; {@code density} holds a figure for each feature
   * @throws IllegalArgumentException if the source has another width than the dictionary, or yields
   *     NaN or an infinity
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public ReconstructionReport evaluate(
      SparseAutoencoder dictionary, ActivationSource source, EvaluationListener listener) {
    RowScaling parts = parts(dictionary, source);
    long total = Math.min(rows, source.rows());
    ReconstructionMetrics metrics = DictionaryMetrics.emptyFor(dictionary);
    try (ActivationStream stream = source.open(seed.named("evaluation"), 0);
        NDManager manager = dictionary.newManager()) {
      while (metrics.rows() < total) {
        Interruption.check("evaluation", metrics.rows(), "rows");
        int size = (int) Math.min(batchRows, total - metrics.rows());
        try (NDManager batch = manager.newSubManager()) {
          accept(metrics, dictionary, parts.of(batch, stream.next(batch, size)));
        }
        listener.onProgress(
            new EvaluationProgress(
                EvaluationStage.RECONSTRUCTION, metrics.rows(), OptionalLong.of(total)));
      }
    }
    return metrics.value();
  }

  private static void accept(
      ReconstructionMetrics metrics, SparseAutoencoder dictionary, RowScaling.Parts rows) {
    NDArray x = rows.inputs();
    FeatureActivations features = dictionary.encode(x);
    metrics.accept(
        rows.targets(), features, DictionaryMetrics.reconstruction(dictionary, x, features));
  }

  private static RowScaling parts(SparseAutoencoder dictionary, ActivationSource source) {
    int dIn = dictionary.dIn();
    if (dictionary.config().kind() == DictionaryKind.AUTOENCODER) {
      if (source.width() != dIn) {
        throw new IllegalArgumentException(
            "activations: expected rows of dIn=" + dIn + ", got " + source.width());
      }
      return RowScaling.of(1);
    }
    if (source.width() != dIn + dictionary.dOut()) {
      throw new IllegalArgumentException(
          "activations: expected rows [x | y] of dIn=%d and dOut=%d, got width %d"
              .formatted(dIn, dictionary.dOut(), source.width()));
    }
    return new RowScaling(RowLayout.transcoder(dIn, dictionary.dOut()), List.of(1.0, 1.0));
  }
}
