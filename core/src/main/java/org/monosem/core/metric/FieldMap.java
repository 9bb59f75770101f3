package org.monosem.core.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a result in their order, ready for JSON, which knows neither NaN nor infinities: a
 * number that is not finite is left out.
 */
final class FieldMap {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  FieldMap put(String name, double value) {
    if (Double.isFinite(value)) {
      fields.put(name, value);
    }
    return this;
  }

  FieldMap put(String name, long value) {
    fields.put(name, value);
    return this;
  }

  FieldMap put(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  Map<String, Object> toMap() {
    return Collections.unmodifiableMap(fields);
  }
}
