package org.monosem.core.pickle;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Containers filled by a pickle; their keys are such that comparing them is quick. */
final class Containers {
  private static final int MAX_KEY = 1 << 12;

  private final PickleInput input;

  Containers(PickleInput input) {
    this.input = input;
  }

  @SuppressWarnings("unchecked")
  List<@Nullable Object> list(@Nullable Object value) {
    if (value instanceof List) {
      return (List<@Nullable Object>) value;
    }
    throw expected("a list", value);
  }

  @SuppressWarnings("unchecked")
  Map<Object, @Nullable Object> dict(@Nullable Object value) {
    if (value instanceof Map) {
      return (Map<Object, @Nullable Object>) value;
    }
    throw expected("a dict", value);
  }

  @SuppressWarnings("unchecked")
  Set<Object> set(@Nullable Object value) {
    if (value instanceof Set) {
      return (Set<Object>) value;
    }
    throw expected("a set", value);
  }

  /** Puts keys and values that alternate. */
  void putAll(Map<Object, @Nullable Object> dict, List<@Nullable Object> items) {
    if (items.size() % 2 != 0) {
      throw input.broken("expected a value for each key, got " + items.size() + " items");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(key(items.get(i)), items.get(i + 1));
    }
  }

  Map<Object, @Nullable Object> dictOf(List<@Nullable Object> items) {
    Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
    putAll(dict, items);
    return dict;
  }

  Set<Object> setOf(List<@Nullable Object> items) {
    Set<Object> set = new LinkedHashSet<>();
    addAll(set, items);
    return set;
  }

  void addAll(Set<Object> set, List<@Nullable Object> items) {
    items.forEach(item -> set.add(key(item)));
  }

  private Object key(@Nullable Object value) {
    if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
      return value;
    } else if (value instanceof String text && text.length() <= MAX_KEY) {
      return text;
    }
    throw expected("a key or set item of numbers or up to " + MAX_KEY + " characters", value);
  }

  RuntimeException expected(String what, @Nullable Object value) {
    return input.broken("expected " + what + ", got " + Kind.of(value));
  }
}
