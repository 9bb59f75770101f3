package org.monosem.core.polysemanticity.embedding;

import java.util.Arrays;

/** Where each row of a batch comes from: a document, and a position in it. Immutable. */
public final class RowPlaces {
  private final long[] documents;
  private final int[] positions;

  private RowPlaces(long[] documents, int[] positions) {
    this.documents = documents;
    this.positions = positions;
  }

  /**
   * Copies places, one of each kind for a row.
   *
   * @param documents numbers of the documents: of texts, contexts or images
   * @param positions positions of tokens in them
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static RowPlaces of(long[] documents, int[] positions) {
    if (documents.length != positions.length) {
      throw new IllegalArgumentException(
          "places: expected a document and a position a row, got %d documents, %d positions"
              .formatted(documents.length, positions.length));
    }
    return new RowPlaces(documents.clone(), positions.clone());
  }

  /**
   * Returns places for rows of which nothing else is known: each is a document of its own, numbered
   * in the order of the stream, and its position is 0.
   *
   * @param first the number of the first row
   * @param rows how many
   */
  public static RowPlaces numbered(long first, int rows) {
    long[] documents = new long[rows];
    Arrays.setAll(documents, row -> first + row);
    return new RowPlaces(documents, new int[rows]);
  }

  /**
   * Returns places for all tokens of one document, in order from position 0.
   *
   * @param document its number
   * @param rows how many tokens
   */
  public static RowPlaces ofDocument(long document, int rows) {
    long[] documents = new long[rows];
    Arrays.fill(documents, document);
    int[] positions = new int[rows];
    Arrays.setAll(positions, position -> position);
    return new RowPlaces(documents, positions);
  }

  /** Returns the number of rows. */
  public int rows() {
    return documents.length;
  }

  /** Returns the number of a row's document. */
  public long document(int row) {
    return documents[row];
  }

  /** Returns the position of a row in its document. */
  public int position(int row) {
    return positions[row];
  }
}
