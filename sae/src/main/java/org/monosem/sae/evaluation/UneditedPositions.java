package org.monosem.sae.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The positions whose activations are left as they are, in the spliced and in all ablated runs
 * alike, and that neither the mean activation nor the reconstruction metrics count.
 *
 * <p>A dictionary trained without the first position and without special tokens should not be
 * judged there. Treating the runs alike is what makes their losses comparable: ablating positions
 * that the splice may keep makes every dictionary look better. The losses of all predictions count
 * in every run.
 *
 * @param first how many positions at the beginning of every context are left unedited
 * @param tokens token ids left unedited wherever they stand, for example the end of text
 */
public record UneditedPositions(int first, Set<Integer> tokens) {

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public UneditedPositions {
    if (first < 0) {
      throw new IllegalArgumentException("first: expected at least 0, got " + first);
    }
    tokens = Set.copyOf(tokens);
  }

  /** Edits every position. */
  public static UneditedPositions none() {
    return new UneditedPositions(0, Set.of());
  }

  /** Leaves position 0 of every context unedited. */
  public static UneditedPositions firstPosition() {
    return new UneditedPositions(1, Set.of());
  }

  /** Returns these positions and every position that holds one of the given tokens. */
  public UneditedPositions andTokens(int... ids) {
    Set<Integer> more = new TreeSet<>(tokens);
    Arrays.stream(ids).forEach(more::add);
    return new UneditedPositions(first, more);
  }

  /** Returns the edited places of contexts of one length, counted row after row, ascending. */
  long[] edited(List<LabelledContext> contexts) {
    int length = contexts.get(0).length();
    return IntStream.range(0, contexts.size() * length)
        .filter(i -> !isUnedited(i % length, contexts.get(i / length).token(i % length)))
        .asLongStream()
        .toArray();
  }

  private boolean isUnedited(int position, int token) {
    return position < first || tokens.contains(token);
  }
}
