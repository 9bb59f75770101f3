package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.monosem.core.random.Seed;

/**
 * A random sample of a feature's examples at every level of activation, of bounded size.
 *
 * <p>The range of activations is cut into bins and each bin keeps the {@code perBin} examples of
 * lowest priority, a hash of feature and token number. Merging two bins and keeping the lowest
 * again gives what one bin over both would have kept, so the sample is uniform within each bin and
 * needs to know the maximum only at the end.
 */
final class ExampleSample {
  private static final int BINS = 16;

  /** Every level is then at least one bin wide, whatever the maximum. */
  static final int MAX_INTERVALS = BINS / 2;

  private static final Seed SEED = Seed.of(0).named("examples");

  private final Seed priorities;
  private final int perBin;
  private final List<List<Drawn>> bins = new ArrayList<>(BINS);

  private record Drawn(long priority, ContextExample example) {}

  ExampleSample(int feature, int perBin) {
    this.priorities = SEED.at(feature);
    this.perBin = perBin;
    for (int i = 0; i < BINS; i++) {
      bins.add(new ArrayList<>(0));
    }
  }

  /** Returns the priority of an example on the token with this number. */
  long priority(long tokenNumber) {
    return priorities.at(tokenNumber).value();
  }

  /** Returns whether {@link #add} would keep an example. */
  boolean wants(int bin, long priority) {
    List<Drawn> kept = bins.get(bin);
    return kept.size() < perBin || priority < kept.get(kept.size() - 1).priority();
  }

  void add(int bin, long priority, ContextExample example) {
    insert(bins.get(bin), new Drawn(priority, example));
  }

  /** Merges neighbouring bins in pairs, as the range has doubled. */
  void grow() {
    for (int i = 0; i < BINS; i++) {
      List<Drawn> merged = new ArrayList<>(perBin);
      for (int from = 2 * i; from < Math.min(2 * i + 2, BINS); from++) {
        bins.get(from).forEach(drawn -> insert(merged, drawn));
      }
      bins.set(i, merged);
    }
  }

  /**
   * Returns examples of {@code intervals} equal levels of {@code 0 .. maximum}, strongest first.
   */
  List<ExampleInterval> intervals(double maximum, int intervals) {
    List<ExampleInterval> result = new ArrayList<>();
    for (int i = intervals; i > 0; i--) {
      double from = maximum * (i - 1) / intervals;
      double to = i == intervals ? maximum : maximum * i / intervals;
      List<ContextExample> found =
          bins.stream()
              .flatMap(List::stream)
              .filter(d -> d.example().value() > from && d.example().value() <= to)
              .sorted(Comparator.comparingLong(Drawn::priority))
              .limit(perBin)
              .map(Drawn::example)
              .toList();
      if (!found.isEmpty()) {
        result.add(new ExampleInterval(from, to, found));
      }
    }
    return result;
  }

  static int binOf(DyadicRange range, float value) {
    return range.bin(value, BINS);
  }

  private void insert(List<Drawn> kept, Drawn drawn) {
    int at = kept.size();
    while (at > 0 && kept.get(at - 1).priority() > drawn.priority()) {
      at--;
    }
    kept.add(at, drawn);
    if (kept.size() > perBin) {
      kept.remove(perBin);
    }
  }
}
