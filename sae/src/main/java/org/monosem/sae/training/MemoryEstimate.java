package org.monosem.sae.training;

import java.util.Locale;

/**
 * What a training holds at its peak, in bytes.
 *
 * @param parameters weights and biases
 * @param moments Adam's two
 * @param gradients of one step
 * @param workspace tile buffers and rows of the batch
 * @param pairs active pairs of one step, at the most that the plan allows
 * @param terms arrays of the terms beside the objective; 0 if there are none
 */
public record MemoryEstimate(
    long parameters, long moments, long gradients, long workspace, long pairs, long terms) {

  /** Returns the sum. */
  public long total() {
    return parameters + moments + gradients + workspace + pairs + terms;
  }

  @Override
  public String toString() {
    String text =
        String.format(
            Locale.ROOT,
            "%,d MB: parameters %,d, moments %,d, gradients %,d, workspace %,d, active pairs up to %,d",
            total() >> 20,
            parameters >> 20,
            moments >> 20,
            gradients >> 20,
            workspace >> 20,
            pairs >> 20);
    return terms == 0 ? text : String.format(Locale.ROOT, "%s, terms %,d", text, terms >> 20);
  }
}
