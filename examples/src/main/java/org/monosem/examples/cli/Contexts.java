package org.monosem.examples.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.monosem.core.Tokenizer;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.pipeline.TokenContext;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;

/** Packed contexts in the forms that harvesting, evaluation and feature evidence read. */
final class Contexts {
  private Contexts() {}

  /** Returns contexts with the number of every token's document. */
  static Iterator<TokenContext> forHarvest(Iterator<PackedContext> contexts) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(contexts, Spliterator.ORDERED), false)
        .map(context -> TokenContext.of(context.tokens(), toLongs(context.documents())))
        .iterator();
  }

  /**
   * Returns the first contexts of a corpus.
   *
   * @throws IllegalArgumentException if the corpus does not fill one context
   */
  static List<PackedContext> first(Corpus corpus, Tokenizer tokenizer, int length, long most) {
    List<PackedContext> contexts = new ArrayList<>();
    try (PackedContexts packed = PackedContexts.of(corpus, tokenizer, length)) {
      while (contexts.size() < most && packed.hasNext()) {
        contexts.add(packed.next());
      }
    }
    if (contexts.isEmpty()) {
      throw new IllegalArgumentException(
          "corpus %s: expected at least one context of %d tokens, got less text"
              .formatted(corpus.description(), length));
    }
    return contexts;
  }

  private static long[] toLongs(int[] numbers) {
    long[] longs = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      longs[i] = numbers[i];
    }
    return longs;
  }
}
