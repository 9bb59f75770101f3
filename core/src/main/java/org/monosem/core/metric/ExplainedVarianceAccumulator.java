package org.monosem.core.metric;

/**
 * Accumulates the global {@link ExplainedVariance}. The variance is merged batch by batch around
 * the batches' own means, so it keeps its digits when the mean is large against the spread.
 */
public final class ExplainedVarianceAccumulator
    implements ReconstructionAccumulator<ExplainedVarianceAccumulator, ExplainedVariance> {
  private final ColumnMoments inputs;
  private final CompensatedSum errors = new CompensatedSum();

  private ExplainedVarianceAccumulator(int dIn) {
    inputs = new ColumnMoments(dIn);
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static ExplainedVarianceAccumulator create(int dIn) {
    return new ExplainedVarianceAccumulator(Widths.positive("dIn", dIn));
  }

  @Override
  public void accept(ReconstructionBatch batch) {
    batch.requireWidth(inputs.width());
    for (double error : batch.rowSums().error()) {
      errors.add(error);
    }
    inputs.combine(batch.inputs());
  }

  @Override
  public long rows() {
    return inputs.rows();
  }

  @Override
  public ExplainedVarianceAccumulator combine(ExplainedVarianceAccumulator other) {
    Widths.same("dIn", inputs.width(), other.inputs.width());
    inputs.combine(other.inputs);
    errors.add(other.errors);
    return this;
  }

  @Override
  public ExplainedVariance value() {
    double residual = errors.value() / rows();
    double variance = inputs.squaredDeviations() / rows();
    return new ExplainedVariance(rows(), 1 - residual / variance, residual, variance);
  }
}
