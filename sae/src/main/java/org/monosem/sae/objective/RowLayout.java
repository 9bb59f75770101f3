package org.monosem.sae.objective;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.checkpoint.ExtraWeights;

/**
 * What stands in the rows that a dictionary is trained on, and what it predicts from what.
 *
 * <table>
 * <caption>Rows and what is made of them</caption>
 * <tr><th>dictionary</th><th>rows</th><th>encoded</th><th>predicted</th></tr>
 * <tr><td>autoencoder</td><td>{@code x}</td><td>{@code x}</td><td>{@code x}</td></tr>
 * <tr><td>crosscoder</td><td>{@code [x1 | x2 | ..]}, one part a source</td><td>all parts</td>
 * <td>all parts</td></tr>
 * <tr><td>transcoder, with or without a linear path</td><td>{@code [x | y]}</td><td>{@code x}</td>
 * <td>{@code y}</td></tr>
 * </table>
 *
 * <p>A recipe that scales activations gives each part a scale of its own.
 *
 * @param kind what is predicted
 * @param parts the widths of the parts: two or more for a crosscoder, two for a transcoder; empty
 *     for an autoencoder, whose rows are one part of any width
 */
public record RowLayout(DictionaryKind kind, List<Long> parts) {
  /** An autoencoder on rows of any width. */
  public static final RowLayout AUTOENCODER = new RowLayout(DictionaryKind.AUTOENCODER, List.of());

  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if there are too few or too many, or one is less than one
   */
  public RowLayout {
    parts = List.copyOf(parts);
    if (parts.stream().anyMatch(width -> width < 1 || width > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("rows: expected widths of at least 1, got " + parts);
    }
    boolean fits = kind == DictionaryKind.AUTOENCODER ? parts.size() != 1 : parts.size() == 2;
    if (!fits) {
      String expected =
          kind == DictionaryKind.AUTOENCODER
              ? "no widths, or those of a crosscoder's two or more sources"
              : "the widths of input and target";
      throw new IllegalArgumentException("rows: expected " + expected + ", got " + parts);
    }
  }

  /** Returns the layout {@code [x | y]} of a transcoder. */
  public static RowLayout transcoder(int dIn, int dOut) {
    return new RowLayout(DictionaryKind.TRANSCODER, List.of((long) dIn, (long) dOut));
  }

  /** Returns the layout {@code [x | y]} of a transcoder with a linear path. */
  public static RowLayout skipTranscoder(int dIn, int dOut) {
    return new RowLayout(DictionaryKind.SKIP_TRANSCODER, List.of((long) dIn, (long) dOut));
  }

  /** Returns the layout of a crosscoder's rows. */
  public static RowLayout crosscoder(List<Integer> widths) {
    List<Long> parts = widths.stream().map(Integer::longValue).toList();
    return new RowLayout(DictionaryKind.AUTOENCODER, parts);
  }

  /** Returns whether input and target are different parts. */
  public boolean isTranscoder() {
    return kind != DictionaryKind.AUTOENCODER;
  }

  /**
   * Returns the widths of the parts of rows of a width.
   *
   * @throws IllegalArgumentException if the parts are not as wide together
   */
  public int[] widths(int rowWidth) {
    if (parts.isEmpty()) {
      return new int[] {rowWidth};
    }
    long sum = parts.stream().mapToLong(Long::longValue).sum();
    if (sum != rowWidth) {
      throw new IllegalArgumentException(
          "activations: expected rows of parts %s, width %d together, got width %d"
              .formatted(parts, sum, rowWidth));
    }
    return parts.stream().mapToInt(Long::intValue).toArray();
  }

  /**
   * Returns the widths of a dictionary for rows of a width.
   *
   * @throws IllegalArgumentException if the parts are not as wide together
   */
  public DictionaryWidths dictionary(int rowWidth, int dSae) {
    int[] widths = widths(rowWidth);
    return isTranscoder()
        ? new DictionaryWidths(widths[0], dSae, widths[1])
        : new DictionaryWidths(rowWidth, dSae, rowWidth);
  }

  /**
   * Returns the shapes of what is trained beside the common four arrays: the objective's, and the
   * linear path {@code wSkip [dOut, dIn]}.
   */
  public Map<String, Shape> extraShapes(Objective objective, DictionaryWidths widths) {
    Map<String, Shape> shapes = new LinkedHashMap<>(objective.extraShapes(widths));
    if (kind == DictionaryKind.SKIP_TRANSCODER) {
      shapes.put(ExtraWeights.W_SKIP, new Shape(widths.dOut(), widths.dIn()));
    }
    return shapes;
  }

  /**
   * Refuses an objective that does not go with these rows.
   *
   * @throws IllegalArgumentException saying why
   */
  public void check(Objective objective) {
    if (isTranscoder() && objective.preEncoderBias()) {
      throw new IllegalArgumentException(
          "preEncoderBias: a transcoder's decoder bias is of another hook than its input and cannot"
              + " be subtracted from it; take an objective without");
    }
    List<Long> widths = sourceWidths(objective);
    boolean other = isTranscoder() || !(parts.isEmpty() || widths.equals(parts));
    if (!widths.isEmpty() && other) {
      throw new IllegalArgumentException(
          "sourceWidths: expected the widths of a crosscoder's sources, %s, got %s"
              .formatted(isTranscoder() ? List.of() : parts, widths));
    }
  }

  /**
   * Returns the objective for these rows: a crosscoder's penalty by decoder norms adds up those of
   * its sources. Any other objective stays as it is.
   */
  public Objective fitted(Objective objective) {
    boolean crosscoder = !isTranscoder() && !parts.isEmpty();
    return crosscoder
            && objective instanceof L1Objective l1
            && l1.penaltyWeight() == PenaltyWeight.DECODER_NORM
        ? l1.withSourceWidths(parts)
        : objective;
  }

  private static List<Long> sourceWidths(Objective objective) {
    return objective instanceof L1Objective l1 ? l1.sourceWidths() : List.of();
  }
}
