package org.monosem.sae.toymodel;

import java.util.concurrent.CancellationException;

/**
 * Steps of which one kernel call takes several. How many depends on the work of a step alone, so a
 * seed always means the same numbers.
 *
 * @param total the steps, at least 1
 * @param most the steps of one call, at least 1
 */
public record ChunkedSteps(long total, int most) {
  private static final int AT_MOST = 100;
  private static final double WORK = 1e10;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is below 1
   */
  public ChunkedSteps {
    if (total < 1 || most < 1) {
      throw new IllegalArgumentException(
          "steps: expected at least 1 in chunks of at least 1, got %d in chunks of %d"
              .formatted(total, most));
    }
  }

  /**
   * Divides steps so that a call takes a second or less on a small computer.
   *
   * @param total the steps
   * @param operations of one step
   */
  public static ChunkedSteps of(long total, double operations) {
    return new ChunkedSteps(total, (int) Math.max(1, Math.min(AT_MOST, WORK / operations)));
  }

  /** What takes the steps. */
  @FunctionalInterface
  public interface Work {
    /**
     * Takes some steps.
     *
     * @param chunk the number of the call, which decides its random numbers
     * @param count how many steps
     */
    void take(long chunk, int count);
  }

  /**
   * Takes all steps.
   *
   * @param work what takes them
   * @param listener told after every call
   * @throws CancellationException if the thread is interrupted; its status stays so
   */
  public void run(Work work, StepListener listener) {
    run(0, work, listener);
  }

  /**
   * Takes the steps that are left.
   *
   * @param from how many are done, after a whole number of calls
   * @param work what takes the others
   * @param listener told after every call
   * @throws IllegalArgumentException if no call ends there
   * @throws CancellationException if the thread is interrupted; its status stays so
   */
  public void run(long from, Work work, StepListener listener) {
    if (from < 0 || from > total || (from < total && from % most != 0)) {
      throw new IllegalArgumentException(
          "from: expected a multiple of %d up to %d, got %d".formatted(most, total, from));
    }
    for (long done = from; done < total; ) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("toy model: interrupted after %d steps".formatted(done));
      }
      int count = (int) Math.min(most, total - done);
      work.take(done / most, count);
      done += count;
      listener.stepped(done, total);
    }
  }
}
