package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.monosem.core.random.Seed;

/**
 * Which examples are trained on and which tested on, decided group by group from the seed alone.
 *
 * @param train example numbers, ascending
 * @param test example numbers, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExampleSplit(int[] train, int[] test) {

  /** Puts about {@code testShare} of the groups to the test. */
  static ExampleSplit of(ProbeExamples examples, double testShare, Seed seed) {
    Seed draws = seed.named("split");
    boolean[] tested = new boolean[examples.size()];
    for (int i = 0; i < tested.length; i++) {
      tested[i] = draws.at(examples.group(i)).random().nextDouble() < testShare;
    }
    return new ExampleSplit(
        IntStream.range(0, tested.length).filter(i -> !tested[i]).toArray(),
        IntStream.range(0, tested.length).filter(i -> tested[i]).toArray());
  }

  /**
   * Returns positives and as many others, drawn at random, at most {@code most} in all; ascending.
   */
  static int[] balanced(int[] from, boolean[] positive, int most, Seed seed) {
    List<Integer> with = new ArrayList<>();
    List<Integer> without = new ArrayList<>();
    for (int i : seed.permutation(from.length)) {
      (positive[i] ? with : without).add(from[i]);
    }
    int each = Math.min(Math.min(with.size(), without.size()), most / 2);
    return IntStream.concat(
            with.stream().limit(each).mapToInt(i -> i),
            without.stream().limit(each).mapToInt(i -> i))
        .sorted()
        .toArray();
  }
}
