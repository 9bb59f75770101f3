package org.monosem.core;

import ai.djl.ndarray.NDArray;

/**
 * How the predictions of a model fared as it is, and with its activations edited in several ways.
 *
 * @param losses shape {@code [1 + edits, batch, position - 1]}, float32: {@code -ln p(token[t+1] |
 *     token[0..t])} in nats, of the model as it is, then of each edited run in the order of the
 *     edits
 * @param divergences shape {@code [edits, batch, position]}, float32: the divergence {@code KL(P ||
 *     Q)} in nats of the next-token distribution {@code Q} of each edited run from that of the
 *     model as it is, {@code P}, summed over the vocabulary, at every position; zero up to float32
 *     rounding (about 1e-6, of either sign) where they agree
 */
public record EditedRuns(NDArray losses, NDArray divergences) implements AutoCloseable {

  /** Closes both arrays. */
  @Override
  public void close() {
    losses.close();
    divergences.close();
  }
}
