package org.monosem.core.polysemanticity.embedding;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A place where a unit is strongly active.
 *
 * @param document the number of the document, see {@link RowPlaces}
 * @param position the position in it
 * @param activation the unit's activation there
 */
public record Example(long document, int position, float activation) {
  /** Strongest first, ties by document and position. */
  static final Comparator<Example> STRONGEST_FIRST =
      Comparator.comparing(Example::activation, Comparator.reverseOrder())
          .thenComparingLong(Example::document)
          .thenComparingInt(Example::position);

  /** Returns the fields in their order, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("document", document);
    map.put("position", position);
    map.put("activation", activation);
    return map;
  }
}
