package org.monosem.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of a result that reads better than its fields.
 *
 * @param fields what JSON says
 * @param text what people read, beginning on a line of its own
 */
record Described(Map<String, Object> fields, String text) {

  /** Returns this part with another one as its last field. */
  Described with(String name, Described part) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(name, part.fields());
    return new Described(more, text + part.text());
  }
}
