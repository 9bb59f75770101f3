package org.monosem.core.metric;

/** Accumulates the {@link CosineSimilarity} of inputs and reconstructions. */
public final class CosineSimilarityAccumulator
    implements ReconstructionAccumulator<CosineSimilarityAccumulator, CosineSimilarity> {
  private final int dIn;
  private long rows;
  private long zeroRows;
  private final CompensatedSum cosines = new CompensatedSum();

  private CosineSimilarityAccumulator(int dIn) {
    this.dIn = dIn;
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static CosineSimilarityAccumulator create(int dIn) {
    return new CosineSimilarityAccumulator(Widths.positive("dIn", dIn));
  }

  @Override
  public void accept(ReconstructionBatch batch) {
    batch.requireWidth(dIn);
    RowSums sums = batch.rowSums();
    for (int row = 0; row < batch.rows(); row++) {
      double norms = Math.sqrt(sums.input()[row]) * Math.sqrt(sums.reconstruction()[row]);
      if (norms > 0) {
        cosines.add(sums.product()[row] / norms);
      } else {
        zeroRows++;
      }
    }
    rows += batch.rows();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public CosineSimilarityAccumulator combine(CosineSimilarityAccumulator other) {
    Widths.same("dIn", dIn, other.dIn);
    rows += other.rows;
    zeroRows += other.zeroRows;
    cosines.add(other.cosines);
    return this;
  }

  @Override
  public CosineSimilarity value() {
    return new CosineSimilarity(rows, cosines.value() / rows, zeroRows);
  }
}
