package org.monosem.examples.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.monosem.core.json.StrictJson;

/**
 * Where a command's words go: the result to one stream, everything said on the way to another.
 *
 * @param out the result, as text or JSON
 * @param err progress and remarks
 */
record Console(PrintStream out, PrintStream err) {

  /** Prints a result: aligned lines, or with {@code --json} one JSON object. */
  void result(boolean json, Map<String, Object> result) {
    if (json) {
      out.print(json(result));
    } else {
      int width = result.keySet().stream().mapToInt(String::length).max().orElse(0);
      result.forEach(
          (key, value) -> out.printf("%-" + width + "s  %s%n", key.replace('_', ' '), text(value)));
    }
    out.flush();
  }

  /** Returns a result as one JSON object. */
  static String json(Map<String, Object> result) {
    return StrictJson.write(finite(result));
  }

  /** Says something on the way. */
  void say(String line) {
    err.println(line);
  }

  /** Returns a value as people read it. */
  static String text(Object value) {
    if (value instanceof Double number) {
      double size = Math.abs(number);
      String format = size != 0 && (size < 1e-3 || size >= 1e7) ? "%.4g" : "%.4f";
      return String.format(Locale.ROOT, format, number);
    }
    if (value instanceof Long || value instanceof Integer) {
      return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
    }
    if (value instanceof Table table) {
      return table.text(Console::text);
    }
    if (value instanceof Described described) {
      return described.text();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Console::text).toList().toString();
    }
    if (value instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder();
      map.forEach((k, v) -> text.append(k).append('=').append(text(v)).append("  "));
      return text.toString().strip();
    }
    return String.valueOf(value);
  }

  /** JSON has no NaN: a metric without a value is written as null. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> finite(Map<String, Object> values) {
    Map<String, Object> result = new java.util.LinkedHashMap<>();
    values.forEach((key, value) -> result.put(key, finiteValue(value)));
    return result;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // null is JSON's null
  private static Object finiteValue(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      return finite((Map<String, Object>) map);
    }
    if (value instanceof Described described) {
      return finite(described.fields());
    }
    if (value instanceof Table table) {
      return finiteValue(table.rows());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Console::finiteValue).toList();
    }
    return value;
  }
}
