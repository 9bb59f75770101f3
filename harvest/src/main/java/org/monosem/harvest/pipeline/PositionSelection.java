package org.monosem.harvest.pipeline;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.monosem.core.random.Seed;

/**
 * Which positions of a context become rows: those from {@code first} on whose token is not skipped,
 * and of these at most {@code perContext}, drawn at random without replacement.
 *
 * @param first the first position that counts; 1 leaves out the position every context begins with
 * @param skippedTokens token ids that never become rows, for example the end of text
 * @param perContext the most rows of one context
 */
record PositionSelection(int first, Set<Integer> skippedTokens, int perContext) {
  /** Checks the numbers. */
  PositionSelection {
    skippedTokens = Set.copyOf(skippedTokens);
    if (first < 0) {
      throw new IllegalArgumentException("first position: expected at least 0, got " + first);
    } else if (perContext < 1) {
      throw new IllegalArgumentException(
          "positions per context: expected at least 1, got " + perContext);
    }
  }

  /** Returns the chosen positions, ascending; the same for the same seed. */
  int[] choose(TokenContext context, Seed seed) {
    int[] eligible =
        IntStream.range(Math.min(first, context.length()), context.length())
            .filter(position -> !skippedTokens.contains(context.token(position)))
            .toArray();
    if (eligible.length <= perContext) {
      return eligible;
    }
    int[] order = seed.permutation(eligible.length);
    int[] chosen = Arrays.stream(order, 0, perContext).map(i -> eligible[i]).toArray();
    Arrays.sort(chosen);
    return chosen;
  }

  /** Describes the selection for a manifest. */
  String describe() {
    return "positions from %d, at most %d a context, without tokens %s"
        .formatted(first, perContext, new TreeSet<>(skippedTokens));
  }
}
