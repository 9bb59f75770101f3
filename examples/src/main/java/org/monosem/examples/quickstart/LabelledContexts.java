package org.monosem.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import org.monosem.core.Tokenizer;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.DocumentLabel;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.sae.feature.DocumentSpan;
import org.monosem.sae.feature.TokenContext;

/** Packed contexts, first so many of a corpus, in the form in which feature evidence reads them. */
final class LabelledContexts {
  private LabelledContexts() {}

  /**
   * Returns the first contexts of a corpus.
   *
   * @throws IllegalArgumentException if the corpus does not fill one context
   */
  static List<PackedContext> first(Corpus corpus, Tokenizer tokenizer, int length, int most) {
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

  /** Returns a context with its documents as spans. */
  static TokenContext forSurvey(PackedContext context) {
    List<DocumentSpan> spans = new ArrayList<>();
    int[] documents = context.documents();
    for (int position = 0; position < documents.length; position++) {
      if (position == 0 || documents[position] != documents[position - 1]) {
        DocumentLabel label = context.label(position);
        spans.add(new DocumentSpan(position, label.domain(), label.source()));
      }
    }
    return TokenContext.of(context.tokens(), spans);
  }
}
