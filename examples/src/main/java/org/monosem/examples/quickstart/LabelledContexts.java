package org.monosem.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import org.monosem.harvest.tokenizer.DocumentLabel;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.sae.feature.DocumentSpan;
import org.monosem.sae.feature.TokenContext;

/** Packed contexts in the form in which feature evidence reads them. */
public final class LabelledContexts {
  private LabelledContexts() {}

  /** Returns a context with its documents as spans. */
  public static TokenContext forSurvey(PackedContext context) {
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
