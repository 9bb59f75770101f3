package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.monosem.sae.objective.BatchGradient;
import org.monosem.sae.objective.StepRoute;

/**
 * A step that the device may still be working on. Its gradient is gone; what the host wants to look
 * at later is kept.
 *
 * @param scope owns the arrays here
 * @param index the number of the step, from 0
 * @param rows the batch of raw activations, in case that the step must be taken again
 * @param route the way it took
 * @param batch its sums; not its gradient, whose arrays are closed
 * @param terms what the terms beside the objective added to the loss, {@code [terms]}
 * @param outcome what {@link AdamStep#apply} gave
 * @param replaced how many rows of high norm were left out, int64 {@code []}
 */
record QueuedStep(
    NDManager scope,
    long index,
    NDArray rows,
    StepRoute route,
    BatchGradient batch,
    NDArray terms,
    NDArray outcome,
    NDArray replaced)
    implements AutoCloseable {

  /** The numbers that the host waits for. */
  record Outcome(double norm, boolean taken, long missed) {}

  Outcome read() {
    double[] values = outcome.toDoubleArray();
    return new Outcome(values[0], values[1] == 1, batch.missed().toLongArray()[0]);
  }

  long replacedRows() {
    return replaced.toLongArray()[0];
  }

  @Override
  public void close() {
    scope.close();
  }
}
