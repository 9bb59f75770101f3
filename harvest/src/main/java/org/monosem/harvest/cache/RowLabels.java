package org.monosem.harvest.cache;

import java.util.Arrays;

/**
 * Where rows of activations come from. Context and position together say which token of the packed
 * corpus a row belongs to.
 *
 * <p>Immutable.
 */
public final class RowLabels {
  private final int[] tokens;
  private final int[] positions;
  private final long[] contexts;
  private final long[] documents;

  private RowLabels(int[] tokens, int[] positions, long[] contexts, long[] documents) {
    this.tokens = tokens;
    this.contexts = contexts;
    this.positions = positions;
    this.documents = documents;
  }

  /**
   * Copies labels, one of each kind for a row.
   *
   * @param tokens token ids
   * @param positions positions in the context
   * @param contexts numbers of the contexts, in the order of the harvest
   * @param documents numbers of the documents
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static RowLabels of(int[] tokens, int[] positions, long[] contexts, long[] documents) {
    int rows = tokens.length;
    if (rows != positions.length || rows != contexts.length || rows != documents.length) {
      throw new IllegalArgumentException(
          "labels: expected one of each kind a row, got "
              + "%d tokens, %d positions, %d contexts, %d documents"
                  .formatted(rows, positions.length, contexts.length, documents.length));
    }
    return new RowLabels(tokens.clone(), positions.clone(), contexts.clone(), documents.clone());
  }

  /** Returns the number of rows. */
  public int rows() {
    return tokens.length;
  }

  /** Returns the token id of a row. */
  public int token(int row) {
    return tokens[row];
  }

  /** Returns the position of a row's token in its context. */
  public int position(int row) {
    return positions[row];
  }

  /** Returns the number of a row's context. */
  public long context(int row) {
    return contexts[row];
  }

  /** Returns the number of the document in which a row's token stands. */
  public long document(int row) {
    return documents[row];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowLabels labels
        && Arrays.equals(tokens, labels.tokens)
        && Arrays.equals(positions, labels.positions)
        && Arrays.equals(contexts, labels.contexts)
        && Arrays.equals(documents, labels.documents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens) + 31 * Arrays.hashCode(positions) + Arrays.hashCode(contexts);
  }

  @Override
  public String toString() {
    return "labels of " + rows() + " rows";
  }
}
