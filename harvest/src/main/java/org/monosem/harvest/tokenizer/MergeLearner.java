package org.monosem.harvest.tokenizer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most frequent pair of neighbouring tokens again and again (Sennrich, Haddow and Birch
 * 2016, "Neural Machine Translation of Rare Words with Subword Units", algorithm 1).
 *
 * <p>Counts are kept up to date from the places that a merge touches, so a merge costs time in
 * proportion to the occurrences of its pair, whatever the length of the words. Among equally
 * frequent pairs the one with the smallest ids comes first, left id before right id: HuggingFace's
 * rule.
 */
final class MergeLearner {

  /** Two neighbouring tokens; as one number so that a smaller pair is a smaller number. */
  record Pair(int left, int right) {
    static Pair of(long key) {
      return new Pair((int) (key >>> 32), (int) key);
    }

    long key() {
      return ((long) left << 32) | right;
    }
  }

  private record Candidate(long pair, long count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byCount = Long.compare(other.count, count);
      return byCount != 0 ? byCount : Long.compare(pair, other.pair);
    }
  }

  private final TokenChains chains;
  private final Map<Long, PairOccurrences> occurrences = new HashMap<>();
  private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();

  MergeLearner(TokenChains chains) {
    this.chains = chains;
    for (int place = 0; place < chains.places(); place++) {
      int next = chains.next(place);
      if (next != TokenChains.NONE) {
        grow(new Pair(chains.token(place), chains.token(next)).key(), place);
      }
    }
    occurrences.keySet().forEach(this::nominate);
  }

  /** Returns the most frequent pair, or null if none occurs at least so often. */
  @Nullable Pair mostFrequent(long minFrequency) {
    while (true) {
      Candidate best = candidates.poll();
      if (best == null) {
        return null;
      }
      PairOccurrences now = occurrences.get(best.pair);
      long count = now == null ? 0 : now.count();
      if (count == best.count) {
        return count < minFrequency ? null : Pair.of(best.pair);
      }
      // Counts of nominated pairs only fall; a pair that rises is nominated anew.
      if (count > 0 && count < best.count) {
        candidates.add(new Candidate(best.pair, count));
      }
    }
  }

  /** Replaces every occurrence of a pair by one token. */
  void merge(Pair pair, int merged) {
    PairOccurrences found = occurrences.remove(pair.key());
    if (found == null) {
      return;
    }
    Set<Long> grown = new HashSet<>();
    for (int place : found.places()) {
      if (isAt(pair, place)) {
        mergeAt(place, pair, merged, grown);
      }
    }
    grown.forEach(this::nominate);
  }

  private boolean isAt(Pair pair, int place) {
    int next = chains.next(place);
    return chains.token(place) == pair.left
        && next != TokenChains.NONE
        && chains.token(next) == pair.right;
  }

  private void mergeAt(int place, Pair pair, int merged, Set<Long> grown) {
    chains.merge(place, merged);
    int before = chains.previous(place);
    if (before != TokenChains.NONE) {
      int token = chains.token(before);
      shrink(new Pair(token, pair.left).key(), place);
      grown.add(grow(new Pair(token, merged).key(), before));
    }
    int after = chains.next(place);
    if (after != TokenChains.NONE) {
      int token = chains.token(after);
      shrink(new Pair(pair.right, token).key(), place);
      grown.add(grow(new Pair(merged, token).key(), place));
    }
  }

  private long grow(long pair, int place) {
    occurrences.computeIfAbsent(pair, p -> new PairOccurrences()).add(place, chains.count(place));
    return pair;
  }

  private void shrink(long pair, int place) {
    PairOccurrences shrunk = occurrences.get(pair);
    if (shrunk == null) {
      return;
    }
    shrunk.remove(chains.count(place));
    if (shrunk.count() == 0) {
      occurrences.remove(pair);
    }
  }

  private void nominate(long pair) {
    PairOccurrences grown = occurrences.get(pair);
    if (grown != null) {
      candidates.add(new Candidate(pair, grown.count()));
    }
  }
}
