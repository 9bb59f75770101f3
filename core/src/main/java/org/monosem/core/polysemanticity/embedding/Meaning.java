package org.monosem.core.polysemanticity.embedding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples of a unit that hang together: one tab of a feature browser.
 *
 * @param central the most typical one: the member with the largest mean cosine with the other
 *     members, the first of equals
 * @param members places in the unit's list of examples, ascending: the strongest first
 * @param cohesion the central example's mean cosine with the others; 1 if there is none
 */
public record Meaning(int central, List<Integer> members, double cohesion) {
  /** Copies the members. */
  public Meaning {
    members = List.copyOf(members);
  }

  /** Returns the fields in their order, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("central", central);
    map.put("members", members);
    map.put("cohesion", cohesion);
    return map;
  }
}
