package org.monosem.core.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object with the place it came from: typed access with errors that name place, key, rule
 * and value.
 *
 * @param where what the object is, for messages: a file, or a file and a key
 * @param values the object, as {@link StrictJson} gives it
 */
public record JsonObject(String where, Map<String, Object> values) {

  /** Returns whether the key is present and not null. */
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /** Returns the same object without one of its keys. */
  public JsonObject without(String key) {
    Map<String, Object> others = new LinkedHashMap<>(values);
    others.remove(key);
    return new JsonObject(where, others);
  }

  /** Returns a text. */
  public String text(String key) {
    return require(key, String.class, "a string");
  }

  /** Returns a text, or a default when the key is absent or null. */
  public String text(String key, String absent) {
    return has(key) ? text(key) : absent;
  }

  /** Returns a whole number. */
  public long integer(String key) {
    return require(key, Long.class, "a whole number");
  }

  /** Returns a whole number between two bounds, both allowed. */
  public int integer(String key, int least, int most) {
    long value = integer(key);
    if (value < least || value > most) {
      throw new MalformedJsonException(
          where, "\"" + key + "\": expected " + least + " to " + most + ", got " + value);
    }
    return (int) value;
  }

  /** Returns a number; a whole number counts as one. */
  public double number(String key) {
    return require(key, Number.class, "a number").doubleValue();
  }

  /** Returns a number, or a default when the key is absent or null. */
  public double number(String key, double absent) {
    return has(key) ? number(key) : absent;
  }

  /** Returns true or false. */
  public boolean flag(String key) {
    return require(key, Boolean.class, "true or false");
  }

  /** Returns true or false, or a default when the key is absent or null. */
  public boolean flag(String key, boolean absent) {
    return has(key) ? flag(key) : absent;
  }

  /** Returns a list of whole numbers. */
  public List<Long> integers(String key) {
    List<?> list = require(key, List.class, "a list of whole numbers");
    if (!list.stream().allMatch(Long.class::isInstance)) {
      throw new MalformedJsonException(
          where, "\"" + key + "\": expected a list of whole numbers, got " + list);
    }
    return list.stream().map(Long.class::cast).toList();
  }

  /** Returns a list of numbers. */
  public List<Double> numbers(String key) {
    List<?> list = require(key, List.class, "a list of numbers");
    if (!list.stream().allMatch(Number.class::isInstance)) {
      throw new MalformedJsonException(
          where, "\"" + key + "\": expected a list of numbers, got " + list);
    }
    return list.stream().map(value -> ((Number) value).doubleValue()).toList();
  }

  /** Returns the constant of an enum that a text names. */
  public <E> E constant(String key, Class<E> type) {
    String name = text(key);
    for (E constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new MalformedJsonException(
        where,
        "\"" + key + "\": expected one of " + List.of(type.getEnumConstants()) + ", got " + name);
  }

  /** Returns an inner object. */
  @SuppressWarnings("unchecked")
  public JsonObject object(String key) {
    Map<String, Object> inner = require(key, Map.class, "an object");
    return new JsonObject(where + ", \"" + key + "\"", inner);
  }

  /**
   * Refuses keys that are not known, so that a misspelt setting is an error and not a silence.
   *
   * @throws MalformedJsonException naming the first unknown key and the known ones
   */
  public void allowOnly(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new MalformedJsonException(
            where, "unknown key \"" + key + "\"; known are " + new TreeSet<>(known));
      }
    }
  }

  /** Returns the exception for a value that is of the right type, and refused all the same. */
  public MalformedJsonException refused(String key, String rule, Object seen) {
    return new MalformedJsonException(where, "\"" + key + "\": " + rule + ", got " + seen);
  }

  private <T> T require(String key, Class<T> type, String what) {
    @Nullable Object value = values.get(key);
    if (!type.isInstance(value)) {
      String seen = values.containsKey(key) ? String.valueOf(value) : "nothing";
      throw new MalformedJsonException(
          where, "\"" + key + "\": expected " + what + ", got " + seen);
    }
    return type.cast(value);
  }
}
