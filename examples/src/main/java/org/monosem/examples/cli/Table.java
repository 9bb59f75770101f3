package org.monosem.examples.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Lines of one kind in a result: a list of objects in JSON, aligned columns as text.
 *
 * @param rows the lines; a key that a line lacks stays blank
 */
record Table(List<Map<String, Object>> rows) {

  /** Returns the lines under their names, beginning on a line of their own. */
  String text(Function<Object, String> cell) {
    Set<String> keys = new LinkedHashSet<>();
    rows.forEach(row -> keys.addAll(row.keySet()));
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i <= rows.size(); i++) {
      lines.add(new StringBuilder());
    }
    for (String key : keys) {
      List<String> column = new ArrayList<>(List.of(key.replace('_', ' ')));
      rows.forEach(row -> column.add(row.containsKey(key) ? cell.apply(row.get(key)) : ""));
      append(lines, column);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(
        line -> text.append(System.lineSeparator()).append(line.toString().stripTrailing()));
    return text.toString();
  }

  private static void append(List<StringBuilder> lines, List<String> column) {
    int width = column.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < lines.size(); i++) {
      String text = column.get(i);
      lines.get(i).append("  ").append(" ".repeat(width - text.length())).append(text);
    }
  }
}
