package org.monosem.harvest.corpus;

/**
 * Where a long text is cut: behind the last line end before the limit, else at the limit, never
 * between the two characters of a surrogate pair.
 *
 * @param limit the most characters of a piece, at least 2
 */
record LineChunks(int limit) {
  LineChunks {
    if (limit < 2) {
      throw new IllegalArgumentException(
          "characters of a document: expected at least 2, got " + limit);
    }
  }

  /** Returns the end of the piece that begins at the given place. */
  int end(CharSequence text, int begin) {
    if (text.length() - begin <= limit) {
      return text.length();
    }
    int end = begin + limit;
    for (int i = end; i > begin; i--) {
      if (text.charAt(i - 1) == '\n') {
        return i;
      }
    }
    boolean splitsPair =
        Character.isHighSurrogate(text.charAt(end - 1))
            && Character.isLowSurrogate(text.charAt(end));
    return splitsPair ? end - 1 : end;
  }
}
