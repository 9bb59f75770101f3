package org.monosem.harvest.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The algorithm as it is told: count all pairs, merge the most frequent, begin again. ASCII only.
 */
final class SlowBpe {
  private SlowBpe() {}

  static List<String> merges(String text, int vocabularySize) {
    List<String> tokens = new ArrayList<>(List.of("<|endoftext|>"));
    for (int rank = 0; rank < ByteAlphabet.SIZE; rank++) {
      tokens.add(String.valueOf(ByteAlphabet.sortedCharacter(rank)));
    }
    List<List<String>> words = new ArrayList<>();
    WordSplitter.split(text, word -> words.add(letters(word)));
    List<String> merges = new ArrayList<>();
    while (tokens.size() < vocabularySize) {
      List<String> best = best(words, tokens);
      if (best.isEmpty()) {
        break;
      }
      words.replaceAll(word -> merged(word, best));
      String merge = best.get(0) + " " + best.get(1);
      if (!merges.contains(merge)) {
        merges.add(merge);
      }
      if (!tokens.contains(best.get(0) + best.get(1))) {
        tokens.add(best.get(0) + best.get(1));
      }
    }
    return merges;
  }

  private static List<String> letters(String word) {
    List<String> letters = new ArrayList<>();
    word.chars().forEach(c -> letters.add(String.valueOf(ByteAlphabet.character(c))));
    return letters;
  }

  /** Most frequent, then the smallest left id, then the smallest right id; empty if below 2. */
  private static List<String> best(List<List<String>> words, List<String> tokens) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (List<String> word : words) {
      for (int i = 0; i + 1 < word.size(); i++) {
        counts.merge(List.of(word.get(i), word.get(i + 1)), 1, Integer::sum);
      }
    }
    TreeMap<Long, List<String>> ordered = new TreeMap<>();
    counts.forEach(
        (pair, count) ->
            ordered.put(
                -count * 1_000_000L
                    + tokens.indexOf(pair.get(0)) * 1000L
                    + tokens.indexOf(pair.get(1)),
                pair));
    List<String> first = ordered.isEmpty() ? List.of() : ordered.firstEntry().getValue();
    return first.isEmpty() || counts.get(first) < 2 ? List.of() : first;
  }

  private static List<String> merged(List<String> word, List<String> pair) {
    List<String> merged = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      if (i + 1 < word.size() && word.subList(i, i + 2).equals(pair)) {
        merged.add(pair.get(0) + pair.get(1));
        i++;
      } else {
        merged.add(word.get(i));
      }
    }
    return merged;
  }
}
