package org.monosem.core.metric;

/**
 * Accumulates {@link LegacyExplainedVariance}: the batches it accepts are the batches of the
 * formulas. Like the originals it divides by zero for a batch of equal rows (a single row, say) and
 * for a row that equals its batch's mean, and is then NaN or negative infinity for good.
 */
public final class LegacyExplainedVarianceAccumulator
    implements ReconstructionAccumulator<
        LegacyExplainedVarianceAccumulator, LegacyExplainedVariance> {
  private final int dIn;
  private long rows;
  private long batches;
  private final CompensatedSum batchCentred = new CompensatedSum();
  private final CompensatedSum residualCentred = new CompensatedSum();
  private final CompensatedSum perToken = new CompensatedSum();
  private final CompensatedSum errors = new CompensatedSum();
  private final CompensatedSum inputs = new CompensatedSum();

  private LegacyExplainedVarianceAccumulator(int dIn) {
    this.dIn = dIn;
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static LegacyExplainedVarianceAccumulator create(int dIn) {
    return new LegacyExplainedVarianceAccumulator(Widths.positive("dIn", dIn));
  }

  @Override
  public void accept(ReconstructionBatch batch) {
    batch.requireWidth(dIn);
    RowSums sums = batch.rowSums();
    CompensatedSum batchErrors = new CompensatedSum();
    for (int row = 0; row < batch.rows(); row++) {
      batchErrors.add(sums.error()[row]);
      inputs.add(sums.input()[row]);
      perToken.add(1 - sums.error()[row] / sums.centred()[row]);
    }
    double variance = batch.inputs().squaredDeviations();
    batchCentred.add(1 - batchErrors.value() / variance);
    residualCentred.add(1 - batch.errors().squaredDeviations() / variance);
    errors.add(batchErrors);
    rows += batch.rows();
    batches++;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public LegacyExplainedVarianceAccumulator combine(LegacyExplainedVarianceAccumulator other) {
    Widths.same("dIn", dIn, other.dIn);
    rows += other.rows;
    batches += other.batches;
    batchCentred.add(other.batchCentred);
    residualCentred.add(other.residualCentred);
    perToken.add(other.perToken);
    errors.add(other.errors);
    inputs.add(other.inputs);
    return this;
  }

  @Override
  public LegacyExplainedVariance value() {
    double secondMoment = inputs.value() / rows;
    double meanOfSquares = secondMoment / dIn;
    return new LegacyExplainedVariance(
        rows,
        batches,
        batchCentred.value() / batches,
        residualCentred.value() / batches,
        perToken.value() / rows,
        1 - errors.value() / rows / (secondMoment - meanOfSquares * meanOfSquares));
  }
}
