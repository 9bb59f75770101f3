package org.monosem.core.metric;

/** Accumulates the {@link SquaredError} of reconstructions. */
public final class SquaredErrorAccumulator
    implements ReconstructionAccumulator<SquaredErrorAccumulator, SquaredError> {
  private final int dIn;
  private long rows;
  private final CompensatedSum squares = new CompensatedSum();
  private final CompensatedSum norms = new CompensatedSum();

  private SquaredErrorAccumulator(int dIn) {
    this.dIn = dIn;
  }

  /** Returns an empty accumulator for rows of width {@code dIn}. */
  public static SquaredErrorAccumulator create(int dIn) {
    return new SquaredErrorAccumulator(Widths.positive("dIn", dIn));
  }

  int dIn() {
    return dIn;
  }

  @Override
  public void accept(ReconstructionBatch batch) {
    batch.requireWidth(dIn);
    for (double error : batch.rowSums().error()) {
      squares.add(error);
      norms.add(Math.sqrt(error));
    }
    rows += batch.rows();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public SquaredErrorAccumulator combine(SquaredErrorAccumulator other) {
    Widths.same("dIn", dIn, other.dIn);
    rows += other.rows;
    squares.add(other.squares);
    norms.add(other.norms);
    return this;
  }

  @Override
  public SquaredError value() {
    double summed = squares.value() / rows;
    return new SquaredError(rows, summed, summed / dIn, norms.value() / rows);
  }
}
