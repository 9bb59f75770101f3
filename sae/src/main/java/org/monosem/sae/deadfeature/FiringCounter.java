package org.monosem.sae.deadfeature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.kernel.KernelModule;

/**
 * Counts for every feature the rows (tokens) that went by since it last fired, at the resolution of
 * a batch: a feature that fired anywhere in a batch stands at zero after it.
 *
 * <p>Counting rows and not steps keeps the meaning when the batch size changes. Not safe for use by
 * several threads.
 */
public final class FiringCounter {
  private static final KernelModule KERNELS = KernelModule.load(FiringCounter.class, "firing.py");

  private final NDArray silentRows;

  private FiringCounter(NDArray silentRows) {
    this.silentRows = silentRows;
  }

  /** Returns a counter at zero for every feature; its array is owned by {@code manager}. */
  public static FiringCounter zero(NDManager manager, int dSae) {
    return new FiringCounter(manager.zeros(new Shape(dSae), DataType.INT64));
  }

  /**
   * Returns a counter that goes on from a stored array.
   *
   * @param silentRows int64 {@code [dSae]}; kept and changed in place, owned by the caller
   */
  public static FiringCounter of(NDArray silentRows) {
    return new FiringCounter(silentRows);
  }

  /** Returns the counters themselves, int64 {@code [dSae]}. */
  public NDArray silentRows() {
    return silentRows;
  }

  /**
   * Counts one batch, unless the device says not to: the host need not know.
   *
   * @param firedRows on how many rows each feature fired, int64 {@code [dSae]}
   * @param rows the number of rows of the batch
   * @param halt float32 {@code []}: the batch does not count if it is not zero
   */
  public void record(NDArray firedRows, long rows, NDArray halt) {
    KERNELS.run("record", silentRows, firedRows, rows, halt);
  }

  /** Returns, ascending, the features that fired on none of the last {@code windowRows} rows. */
  public int[] silentFor(long windowRows) {
    long[] silent = silentRows.toLongArray();
    int[] found = new int[silent.length];
    int count = 0;
    for (int i = 0; i < silent.length; i++) {
      if (silent[i] >= windowRows) {
        found[count++] = i;
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }

  /** Starts the given features at zero again. */
  public void restart(int[] features) {
    if (features.length > 0) {
      try (NDManager scope = silentRows.getManager().newSubManager()) {
        KERNELS.run("restart", silentRows, scope.create(features));
      }
    }
  }
}
