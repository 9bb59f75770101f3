package org.monosem.core.metric;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.monosem.core.FeatureActivations;

/** Accumulates the whole {@link ReconstructionReport} of a dictionary in one pass. */
public final class ReconstructionMetrics
    implements Accumulator<ReconstructionMetrics, ReconstructionReport> {
  private final L0Accumulator l0;
  private final L1Accumulator l1;
  private final FeatureDensityAccumulator density;
  private final SquaredErrorAccumulator squaredError;
  private final ExplainedVarianceAccumulator explainedVariance;
  private final LegacyExplainedVarianceAccumulator legacyExplainedVariance;
  private final CosineSimilarityAccumulator cosineSimilarity;
  private final ShrinkageAccumulator shrinkage;
  private final PeerReconstructionAccumulator peerReconstruction;
  private final PeerSparsityAccumulator peerSparsity;

  private ReconstructionMetrics(int dIn, L1Accumulator l1, int dSae) {
    this.l1 = l1;
    l0 = L0Accumulator.create(dSae);
    density = FeatureDensityAccumulator.create(dSae);
    squaredError = SquaredErrorAccumulator.create(dIn);
    explainedVariance = ExplainedVarianceAccumulator.create(dIn);
    legacyExplainedVariance = LegacyExplainedVarianceAccumulator.create(dIn);
    cosineSimilarity = CosineSimilarityAccumulator.create(dIn);
    shrinkage = ShrinkageAccumulator.create(dIn);
    peerReconstruction = PeerReconstructionAccumulator.create(dIn);
    peerSparsity = PeerSparsityAccumulator.create(dSae);
  }

  /**
   * Returns empty metrics.
   *
   * @param dIn the width of the inputs
   * @param decoderNorms the length of every feature's decoder row, {@code [dSae]}
   * @throws IllegalArgumentException if a width is less than one or a norm is not finite
   */
  public static ReconstructionMetrics create(int dIn, float... decoderNorms) {
    return new ReconstructionMetrics(
        dIn, L1Accumulator.weightedBy(decoderNorms), decoderNorms.length);
  }

  /** Returns empty metrics for a dictionary whose decoder rows all have length one. */
  public static ReconstructionMetrics createForUnitDecoder(int dIn, int dSae) {
    float[] ones = new float[Widths.positive("dSae", dSae)];
    Arrays.fill(ones, 1);
    return create(dIn, ones);
  }

  /**
   * Accepts a batch; nothing is left in the arrays' managers.
   *
   * @param x input rows, shape {@code [batch, dIn]}, float32 or float64
   * @param features their feature activations
   * @param reconstruction what the dictionary makes of them, shape {@code [batch, dIn]}
   * @throws IllegalArgumentException if shapes do not fit, or a value is NaN or infinite (the
   *     message names the row); nothing is accepted then
   */
  public void accept(NDArray x, FeatureActivations features, NDArray reconstruction) {
    accept(ReconstructionBatch.of(x, reconstruction), features);
  }

  /** Like the other form, from plain rows, {@code [batch][dIn]}. */
  public void accept(float[][] x, FeatureActivations features, float[][] reconstruction) {
    accept(ReconstructionBatch.of(x, reconstruction), features);
  }

  @Override
  public long rows() {
    return squaredError.rows();
  }

  @Override
  public ReconstructionMetrics combine(ReconstructionMetrics other) {
    squaredError.combine(other.squaredError);
    l1.combine(other.l1);
    l0.combine(other.l0);
    density.combine(other.density);
    explainedVariance.combine(other.explainedVariance);
    legacyExplainedVariance.combine(other.legacyExplainedVariance);
    cosineSimilarity.combine(other.cosineSimilarity);
    shrinkage.combine(other.shrinkage);
    peerReconstruction.combine(other.peerReconstruction);
    peerSparsity.combine(other.peerSparsity);
    return this;
  }

  @Override
  public ReconstructionReport value() {
    return new ReconstructionReport(
        rows(),
        l0.value(),
        l1.value(),
        squaredError.value(),
        explainedVariance.value(),
        legacyExplainedVariance.value(),
        cosineSimilarity.value(),
        shrinkage.value(),
        density.value(),
        peerReconstruction.value(),
        peerSparsity.value());
  }

  private void accept(ReconstructionBatch batch, FeatureActivations features) {
    if (features.rows() != batch.rows()) {
      throw new IllegalArgumentException(
          "features: expected " + batch.rows() + " rows as in x, got " + features.rows());
    }
    // These two check everything that can be wrong, before anything is counted.
    FeatureRows.requireWidth(features, l1.dSae());
    batch.requireWidth(squaredError.dIn());
    l1.accept(features);
    l0.accept(features);
    density.accept(features);
    squaredError.accept(batch);
    explainedVariance.accept(batch);
    legacyExplainedVariance.accept(batch);
    cosineSimilarity.accept(batch);
    shrinkage.accept(batch);
    peerReconstruction.accept(batch);
    peerSparsity.accept(features);
  }
}
