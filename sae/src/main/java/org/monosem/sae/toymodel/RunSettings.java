package org.monosem.sae.toymodel;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All that decides what a run computes, in the form that JSON has: what is kept beside unfinished
 * work, so that a run goes on only where it is the same.
 *
 * @param values text, Boolean, Long, Double, and lists and maps of these
 */
public record RunSettings(Map<String, Object> values) {

  /** Copies the map, in its order. */
  public RunSettings {
    values = new LinkedHashMap<>(values);
  }

  /** Returns settings that say no more than what kind of run they are for. */
  public static RunSettings of(String kind) {
    return new RunSettings(Map.of("kind", kind));
  }

  /**
   * Returns the same settings and one more.
   *
   * @param name of the setting
   * @param value a public record, which becomes an object of its components, a list, an enum, text,
   *     Boolean or a number
   * @throws IllegalArgumentException if it is, or holds, something else
   */
  public RunSettings with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, json(value));
    return new RunSettings(more);
  }

  private static Object json(Object value) {
    if (value instanceof Record settings) {
      return ofRecord(settings);
    } else if (value instanceof List<?> list) {
      return list.stream().map(RunSettings::json).toList();
    } else if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    } else if (value instanceof Integer whole) {
      return whole.longValue();
    } else if (value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof String) {
      return value;
    }
    throw new IllegalArgumentException("settings: no form for a " + value.getClass().getName());
  }

  private static Map<String, Object> ofRecord(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        values.put(component.getName(), json(component.getAccessor().invoke(settings)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("settings: cannot read " + component, e);
      }
    }
    return values;
  }

  /**
   * Requires that stored settings are these.
   *
   * @param where they are stored, for the message
   * @param stored as they were read from JSON
   * @throws IllegalArgumentException naming the first setting that differs, what it was and what it
   *     is now
   */
  public void requireSame(String where, Map<String, ?> stored) {
    requireSame(where, "", values, stored);
  }

  private static void requireSame(String where, String key, Object now, Object was) {
    if (now instanceof Map<?, ?> inner && was instanceof Map<?, ?> innerWas) {
      Set<Object> keys = new LinkedHashSet<>(inner.keySet());
      keys.addAll(innerWas.keySet());
      for (Object name : keys) {
        String place = key.isEmpty() ? String.valueOf(name) : key + "." + name;
        requireSame(where, place, value(inner, name), value(innerWas, name));
      }
    } else if (now instanceof List<?> list
        && was instanceof List<?> listWas
        && list.size() == listWas.size()) {
      for (int i = 0; i < list.size(); i++) {
        requireSame(where, key + "[" + i + "]", list.get(i), listWas.get(i));
      }
    } else if (!now.equals(was)) {
      throw new IllegalArgumentException(
          "%s: of a run with other settings: %s was %s, is now %s; give the same or another folder"
              .formatted(where, key, was, now));
    }
  }

  private static Object value(Map<?, ?> map, Object name) {
    Object value = map.get(name);
    return value == null ? "nothing" : value;
  }
}
