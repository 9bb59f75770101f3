package org.monosem.core.metric;

/**
 * Accumulates {@link PeerReconstruction}: the batches it accepts are the batches of the formulas.
 * Like the originals it divides by zero for a batch of equal rows, or of zero reconstructions, and
 * the figures concerned are then not finite for good.
 */
public final class PeerReconstructionAccumulator
    implements ReconstructionAccumulator<PeerReconstructionAccumulator, PeerReconstruction> {
  /** SAEBench takes a shorter input for one of length 1. */
  private static final double SHORT = 1e-4;

  private final int dIn;
  private long rows;
  private long zeroRows;
  private long batches;
  private final CompensatedSum inputNorms = new CompensatedSum();
  private final CompensatedSum reconstructionNorms = new CompensatedSum();
  private final CompensatedSum ratios = new CompensatedSum();
  private final CompensatedSum relativeErrors = new CompensatedSum();
  private final CompensatedSum biases = new CompensatedSum();
  private final CompensatedSum unexplained = new CompensatedSum();
  private final CompensatedSum batchInputs = new CompensatedSum();
  private final CompensatedSum batchErrors = new CompensatedSum();

  private PeerReconstructionAccumulator(int dIn) {
    this.dIn = dIn;
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static PeerReconstructionAccumulator create(int dIn) {
    return new PeerReconstructionAccumulator(Widths.positive("dIn", dIn));
  }

  @Override
  public void accept(ReconstructionBatch batch) {
    batch.requireWidth(dIn);
    RowSums sums = batch.rowSums();
    for (int row = 0; row < batch.rows(); row++) {
      acceptRow(sums, row);
    }
    double error = sum(sums.error());
    batchInputs.add(sum(sums.input()) / batch.rows());
    batchErrors.add(error / batch.rows());
    biases.add(sum(sums.reconstruction()) / sum(sums.product()));
    unexplained.add(error / batch.inputs().squaredDeviations());
    rows += batch.rows();
    batches++;
  }

  private void acceptRow(RowSums sums, int row) {
    double input = Math.sqrt(sums.input()[row]);
    double reconstruction = Math.sqrt(sums.reconstruction()[row]);
    inputNorms.add(input);
    reconstructionNorms.add(reconstruction);
    ratios.add(reconstruction / (input < SHORT ? 1 : input));
    if (sums.input()[row] > 0) {
      relativeErrors.add(sums.error()[row] / sums.input()[row]);
    } else {
      zeroRows++;
    }
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public PeerReconstructionAccumulator combine(PeerReconstructionAccumulator other) {
    Widths.same("dIn", dIn, other.dIn);
    rows += other.rows;
    zeroRows += other.zeroRows;
    batches += other.batches;
    inputNorms.add(other.inputNorms);
    reconstructionNorms.add(other.reconstructionNorms);
    ratios.add(other.ratios);
    relativeErrors.add(other.relativeErrors);
    biases.add(other.biases);
    unexplained.add(other.unexplained);
    batchInputs.add(other.batchInputs);
    batchErrors.add(other.batchErrors);
    return this;
  }

  @Override
  public PeerReconstruction value() {
    double moment = batchInputs.value() / batches;
    double perDim = moment / dIn;
    return new PeerReconstruction(
        rows,
        batches,
        inputNorms.value() / rows,
        reconstructionNorms.value() / rows,
        ratios.value() / rows,
        biases.value() / batches,
        batchErrors.value() / rows,
        relativeErrors.value() / (rows - zeroRows),
        unexplained.value() / batches,
        1 - batchErrors.value() / batches / (moment - perDim * perDim));
  }

  private static double sum(double[] terms) {
    CompensatedSum sum = new CompensatedSum();
    for (double term : terms) {
      sum.add(term);
    }
    return sum.value();
  }
}
