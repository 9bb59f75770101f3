package org.monosem.harvest.tokenizer;

import java.util.HashMap;
import java.util.Map;

/** How often each word occurs in a corpus. Memory grows with the number of distinct words. */
final class WordCounts {
  private static final class Count {
    private long value;
  }

  private final Map<String, Count> counts = new HashMap<>();

  void add(String text) {
    WordSplitter.split(
        WellFormedText.of(text), word -> counts.computeIfAbsent(word, w -> new Count()).value++);
  }

  /** Returns the distinct words in the order of their characters, so that no order is chance. */
  String[] words() {
    return counts.keySet().stream().sorted().toArray(String[]::new);
  }

  long count(String word) {
    Count count = counts.get(word);
    return count == null ? 0 : count.value;
  }
}
