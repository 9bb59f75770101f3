package org.monosem.examples.cli;

import java.util.Arrays;
import org.monosem.core.Tokenizer;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;

/** A corpus as one sequence of token ids in memory, documents separated by end of text. */
final class TokenizedText {
  private static final int CHUNK = 256;

  private TokenizedText() {}

  /** Returns all tokens of the corpus, or the first {@code most}, in whole chunks of 256. */
  static int[] of(Corpus corpus, Tokenizer tokenizer, int most, StopSignal stop) {
    int[] tokens = new int[1 << 20];
    int size = 0;
    try (PackedContexts chunks = PackedContexts.of(corpus, tokenizer, CHUNK)) {
      while (chunks.hasNext() && size + CHUNK <= most) {
        stop.check();
        PackedContext chunk = chunks.next();
        if (size + CHUNK > tokens.length) {
          tokens = Arrays.copyOf(tokens, Math.toIntExact(Math.min(most, tokens.length * 2L)));
        }
        System.arraycopy(chunk.tokens(), 0, tokens, size, CHUNK);
        size += CHUNK;
      }
    }
    return Arrays.copyOf(tokens, size);
  }
}
