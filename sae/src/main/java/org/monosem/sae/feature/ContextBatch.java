package org.monosem.sae.feature;

import java.util.List;
import org.monosem.core.FeatureColumns;

/** Contexts whose tokens are the rows of feature activations, one context after another. */
final class ContextBatch {
  private final List<TokenContext> contexts;
  private final FeatureColumns columns;
  private final long firstToken;
  private final int[] contextOfRow;
  private final int[] begins;
  private final int[] domainOfRow;

  /**
   * @param firstToken how many tokens came before this batch
   */
  ContextBatch(
      List<TokenContext> contexts, FeatureColumns columns, DomainNames names, long firstToken) {
    this.contexts = contexts;
    this.columns = columns;
    this.firstToken = firstToken;
    this.contextOfRow = new int[columns.rows()];
    this.domainOfRow = new int[columns.rows()];
    this.begins = new int[contexts.size() + 1];
    for (int c = 0; c < contexts.size(); c++) {
      place(c, names);
    }
  }

  private void place(int c, DomainNames names) {
    TokenContext context = contexts.get(c);
    begins[c + 1] = begins[c] + context.length();
    List<DocumentSpan> documents = context.documents();
    for (int d = 0; d < documents.size(); d++) {
      int domain = names.number(documents.get(d).domain());
      int from = begins[c] + documents.get(d).begin();
      int to = d + 1 < documents.size() ? begins[c] + documents.get(d + 1).begin() : begins[c + 1];
      for (int row = from; row < to; row++) {
        contextOfRow[row] = c;
        domainOfRow[row] = domain;
      }
    }
  }

  FeatureColumns columns() {
    return columns;
  }

  int rows() {
    return contextOfRow.length;
  }

  int token(int row) {
    int c = contextOfRow[row];
    return contexts.get(c).token(row - begins[c]);
  }

  int domain(int row) {
    return domainOfRow[row];
  }

  /** Returns the number of a token among all tokens of the pass. */
  long tokenNumber(int row) {
    return firstToken + row;
  }

  /** Returns the first row behind the context of a row. */
  int contextEnd(int row) {
    return begins[contextOfRow[row] + 1];
  }

  /** Returns the example around an entry of a feature's column. */
  ContextExample example(int feature, int entry, EvidenceOptions options) {
    int row = columns.row(entry);
    int c = contextOfRow[row];
    int first = (int) Math.max(begins[c], (long) row - options.tokensBefore());
    int last = (int) Math.min(begins[c + 1] - 1L, (long) row + options.tokensAfter());
    float[] activations = new float[last - first + 1];
    for (int k = entry; k >= columns.begin(feature) && columns.row(k) >= first; k--) {
      activations[columns.row(k) - first] = columns.value(k);
    }
    for (int k = entry + 1; k < columns.end(feature) && columns.row(k) <= last; k++) {
      activations[columns.row(k) - first] = columns.value(k);
    }
    return new ContextExample(contexts.get(c), first - begins[c], row - first, activations);
  }
}
