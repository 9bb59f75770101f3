package org.monosem.harvest.pipeline;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.monosem.harvest.cache.CacheOrigin;

/**
 * The positions that a harvest left out of every context on purpose, read from the cache's
 * manifest: where a dictionary that was trained on the cache should not be judged either.
 *
 * @param first how many positions at the beginning of every context
 * @param tokens token ids left out wherever they stand
 */
public record SkippedPositions(int first, Set<Integer> tokens) {
  private static final Pattern SELECTION =
      Pattern.compile(
          "positions from (\\d+), at most \\d+ a context, without tokens \\[([\\d, ]*)].*");

  /** Copies the set. */
  public SkippedPositions {
    tokens = Set.copyOf(tokens);
  }

  /** Leaves nothing out. */
  public static SkippedPositions none() {
    return new SkippedPositions(0, Set.of());
  }

  /**
   * Returns what {@link CacheOrigin#selection} tells of a harvest; nothing left out if the rows are
   * not of a {@link Harvest}.
   */
  public static SkippedPositions of(CacheOrigin origin) {
    Matcher matcher = SELECTION.matcher(origin.selection());
    if (!matcher.matches()) {
      return none();
    }
    Set<Integer> tokens =
        Arrays.stream(matcher.group(2).split(", "))
            .filter(id -> !id.isEmpty())
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    return new SkippedPositions(Integer.parseInt(matcher.group(1)), tokens);
  }

  /** Returns whether nothing is left out. */
  public boolean isEmpty() {
    return first == 0 && tokens.isEmpty();
  }

  @Override
  public String toString() {
    return "positions before %d, tokens %s".formatted(first, new TreeSet<>(tokens));
  }
}
