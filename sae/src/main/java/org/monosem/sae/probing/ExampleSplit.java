package org.monosem.sae.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.monosem.core.random.Seed;

/**
 * Which examples are trained on and which tested on, decided group by group from the seed and the
 * groups' order alone.
 *
 * @param train example numbers, ascending
 * @param test example numbers, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExampleSplit(int[] train, int[] test) {

  /**
   * Puts {@code testShare} of each label's groups to the test, rounded, but one at least of two or
   * more. A group has the label of its first example.
   */
  static ExampleSplit of(ProbeExamples examples, double testShare, Seed seed) {
    Map<String, Set<Long>> groups = new LinkedHashMap<>();
    Set<Long> known = new HashSet<>();
    for (int i = 0; i < examples.size(); i++) {
      if (known.add(examples.group(i))) {
        groups
            .computeIfAbsent(examples.label(i), l -> new LinkedHashSet<>())
            .add(examples.group(i));
      }
    }
    Set<Long> tested = new HashSet<>();
    groups.forEach((label, of) -> drawn(of, testShare, seed.named("split").named(label), tested));
    return new ExampleSplit(
        IntStream.range(0, examples.size())
            .filter(i -> !tested.contains(examples.group(i)))
            .toArray(),
        IntStream.range(0, examples.size())
            .filter(i -> tested.contains(examples.group(i)))
            .toArray());
  }

  private static void drawn(Set<Long> groups, double share, Seed seed, Set<Long> tested) {
    List<Long> all = List.copyOf(groups);
    int least = all.size() > 1 ? 1 : 0;
    long count = Math.max(least, Math.round(share * all.size()));
    Arrays.stream(seed.permutation(all.size())).limit(count).forEach(i -> tested.add(all.get(i)));
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
