package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.monosem.core.ActivationPart;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;

/**
 * A source as statistics and resamplings see it that shall know nothing of rows of high norm. Which
 * row takes the place of one depends on how many are read at a time: two readings of equal batches
 * give the same rows.
 *
 * @param all where the rows come from
 * @param limit the highest norm
 */
record RowsWithin(ActivationSource all, double limit) implements ActivationSource {
  @Override
  public int width() {
    return all.width();
  }

  @Override
  public long rows() {
    return all.rows();
  }

  @Override
  public List<ActivationPart> parts() {
    return all.parts();
  }

  @Override
  public ActivationStream open(Seed seed, long startRow) {
    return new Reading(all.open(seed, startRow), new HighNormRows(limit, 0));
  }

  private record Reading(ActivationStream stream, HighNormRows filter) implements ActivationStream {
    @Override
    public NDArray next(NDManager manager, int rows) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray within = filter.within(scope, stream.next(scope, rows)).rows();
        within.attach(manager);
        return within;
      }
    }

    @Override
    public long position() {
      return stream.position();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
