package org.monosem.sae.report;

import java.util.List;
import java.util.Objects;

/**
 * Two kinds of things measured side by side: a table, and a small plot for each measure.
 *
 * @param title the heading
 * @param summary a sentence or two under it
 * @param first the name of the one kind, drawn dashed
 * @param second the name of the other kind, drawn solid
 * @param rows the table's lines
 * @param plots the plots
 */
public record Comparison(
    String title,
    String summary,
    String first,
    String second,
    List<Row> rows,
    List<CurvePair> plots) {

  /**
   * A line of the table.
   *
   * @param measure what was measured
   * @param first the one kind's number as it is to be read
   * @param second the other kind's
   * @param note how the number is read
   */
  public record Row(String measure, String first, String second, String note) {
    /** Checks that nothing is null. */
    public Row {
      Objects.requireNonNull(measure, "measure");
      Objects.requireNonNull(first, "first");
      Objects.requireNonNull(second, "second");
      Objects.requireNonNull(note, "note");
    }
  }

  /**
   * A measure of both kinds over the same axis.
   *
   * @param name what is shown
   * @param across what the horizontal axis says
   * @param first the one kind's points, ascending in x
   * @param second the other kind's
   */
  public record CurvePair(
      String name, String across, List<Curve.Point> first, List<Curve.Point> second) {
    /** Copies the points. */
    public CurvePair {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(across, "across");
      first = List.copyOf(first);
      second = List.copyOf(second);
    }
  }

  /** Copies the lists. */
  public Comparison {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
    rows = List.copyOf(rows);
    plots = List.copyOf(plots);
  }
}
