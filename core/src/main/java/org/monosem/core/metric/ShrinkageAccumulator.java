package org.monosem.core.metric;

/** Accumulates the {@link Shrinkage} of reconstructions. */
public final class ShrinkageAccumulator
    implements ReconstructionAccumulator<ShrinkageAccumulator, Shrinkage> {
  private final int dIn;
  private long rows;
  private long zeroRows;
  private final CompensatedSum squares = new CompensatedSum();
  private final CompensatedSum products = new CompensatedSum();
  private final CompensatedSum ratios = new CompensatedSum();

  private ShrinkageAccumulator(int dIn) {
    this.dIn = dIn;
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static ShrinkageAccumulator create(int dIn) {
    return new ShrinkageAccumulator(Widths.positive("dIn", dIn));
  }

  @Override
  public void accept(ReconstructionBatch batch) {
    batch.requireWidth(dIn);
    RowSums sums = batch.rowSums();
    for (int row = 0; row < batch.rows(); row++) {
      squares.add(sums.reconstruction()[row]);
      products.add(sums.product()[row]);
      if (sums.input()[row] > 0) {
        ratios.add(Math.sqrt(sums.reconstruction()[row]) / Math.sqrt(sums.input()[row]));
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
  public ShrinkageAccumulator combine(ShrinkageAccumulator other) {
    Widths.same("dIn", dIn, other.dIn);
    rows += other.rows;
    zeroRows += other.zeroRows;
    squares.add(other.squares);
    products.add(other.products);
    ratios.add(other.ratios);
    return this;
  }

  @Override
  public Shrinkage value() {
    double bias = squares.value() / products.value();
    return new Shrinkage(rows, bias, ratios.value() / (rows - zeroRows), zeroRows);
  }
}
