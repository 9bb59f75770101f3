package org.monosem.harvest.pipeline;

import java.util.List;
import org.monosem.harvest.cache.RowLabels;

/** Which rows of a batch of contexts are harvested: their places and their labels. */
final class BatchRows {
  private final long[] places;
  private final RowLabels labels;

  private BatchRows(long[] places, RowLabels labels) {
    this.places = places;
    this.labels = labels;
  }

  /**
   * Chooses rows.
   *
   * @param plan says which positions
   * @param batch contexts of one length
   * @param first the number of the first of them
   * @param limit the most rows
   */
  static BatchRows of(HarvestPlan plan, List<TokenContext> batch, long first, long limit) {
    int[][] positions = new int[batch.size()][];
    long count = 0;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = plan.choose(batch.get(i), first + i);
      count += positions[i].length;
    }
    int rows = (int) Math.min(count, limit);
    Columns columns = new Columns(rows);
    for (int i = 0; i < positions.length; i++) {
      for (int position : positions[i]) {
        columns.add(batch.get(i), i, position, first + i);
      }
    }
    return new BatchRows(columns.places, columns.labels());
  }

  int count() {
    return places.length;
  }

  /** Returns each row's place in {@code [batch * position]}. */
  long[] places() {
    return places;
  }

  RowLabels labels() {
    return labels;
  }

  /** Labels being collected; what does not fit is dropped. */
  private static final class Columns {
    private final long[] places;
    private final int[] tokens;
    private final int[] positions;
    private final long[] contexts;
    private final long[] documents;
    private int size;

    Columns(int rows) {
      places = new long[rows];
      tokens = new int[rows];
      positions = new int[rows];
      contexts = new long[rows];
      documents = new long[rows];
    }

    void add(TokenContext context, int inBatch, int position, long number) {
      if (size == places.length) {
        return;
      }
      places[size] = (long) inBatch * context.length() + position;
      tokens[size] = context.token(position);
      positions[size] = position;
      contexts[size] = number;
      documents[size] = context.document(position);
      size++;
    }

    RowLabels labels() {
      return RowLabels.of(tokens, positions, contexts, documents);
    }
  }
}
