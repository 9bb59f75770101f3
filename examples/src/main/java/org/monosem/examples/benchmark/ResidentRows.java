package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/**
 * One batch that lies ready in memory and is handed out again and again without a copy, so that a
 * step's time holds no reading.
 */
final class ResidentRows implements ActivationSource {
  private final NDArray rows;

  /** Hands out {@code rows}, which must stay open. */
  ResidentRows(NDArray rows) {
    this.rows = rows;
  }

  @Override
  public int width() {
    return Math.toIntExact(rows.getShape().get(1));
  }

  @Override
  public long rows() {
    return rows.getShape().get(0);
  }

  @Override
  public ActivationStream open(Seed seed, long startRow) {
    return new Resident(startRow);
  }

  private final class Resident implements ActivationStream {
    private long position;

    Resident(long startRow) {
      this.position = startRow;
    }

    @Override
    public NDArray next(NDManager manager, int count) {
      if (count != rows()) {
        throw new IllegalArgumentException(
            "rows: only the batch of " + rows() + " is resident, asked for " + count);
      }
      position += count;
      // A view: closing it with its manager leaves the rows themselves alone.
      NDArray view = rows.reshape(rows.getShape());
      view.attach(manager);
      return view;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
