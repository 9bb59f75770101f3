package org.monosem.sae.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * A batch of contexts as arrays: the tokens, and the places whose activations are replaced. Lives
 * as long as the manager that it was made with.
 */
final class SpliceBatch {
  private static final KernelModule KERNELS = KernelModule.load(SpliceBatch.class, "evaluation.py");

  private final List<LabelledContext> contexts;
  private final NDArray tokens;
  private final long[] places;
  private final NDArray edited;

  private SpliceBatch(
      List<LabelledContext> contexts, NDArray tokens, long[] places, NDArray edited) {
    this.contexts = contexts;
    this.tokens = tokens;
    this.places = places;
    this.edited = edited;
  }

  static SpliceBatch of(
      NDManager manager, List<LabelledContext> contexts, UneditedPositions unedited) {
    int length = contexts.get(0).length();
    long[] flat = new long[contexts.size() * length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = contexts.get(i / length).token(i % length);
    }
    long[] places = unedited.edited(contexts);
    return new SpliceBatch(
        contexts,
        manager.create(flat, new Shape(contexts.size(), length)),
        places,
        manager.create(places, new Shape(places.length)));
  }

  /** Shape {@code [batch, position]}, int64. */
  NDArray tokens() {
    return tokens;
  }

  int contexts() {
    return contexts.size();
  }

  /** Positions of a context. */
  int length() {
    return contexts.get(0).length();
  }

  LabelledContext context(int index) {
    return contexts.get(index);
  }

  int editedPositions() {
    return places.length;
  }

  /** Returns the place of an edited position, counted row after row. */
  int place(int editedPosition) {
    return (int) places[editedPosition];
  }

  /** Returns the activations at the edited places, {@code [edited, width]}. */
  NDArray take(NDManager owner, NDArray activations) {
    return KERNELS.callForArray(owner, "take_rows", activations, edited);
  }

  /**
   * Returns a copy of the activations with others at the edited places, owned by their manager.
   *
   * @param replacement shape {@code [edited, width]} or {@code [1, width]}
   */
  NDArray put(NDArray activations, NDArray replacement) {
    return KERNELS.callForArray(
        activations.getManager(), "put_rows", activations, edited, replacement);
  }

  /**
   * Returns a copy of the activations in which every edited place holds what another edited place
   * held, each of them once; a single one keeps its own. Owned by the manager of the activations.
   */
  NDArray resample(NDArray activations, Seed seed) {
    try (NDManager scope = activations.getManager().newSubManager()) {
      int[] origin = Resampling.cycle(places.length, seed);
      long[] from = new long[origin.length];
      for (int i = 0; i < from.length; i++) {
        from[i] = places[origin[i]];
      }
      NDArray index = scope.create(from, new Shape(from.length));
      NDArray others = KERNELS.callForArray(scope, "take_rows", activations, index);
      return put(activations, others);
    }
  }
}
