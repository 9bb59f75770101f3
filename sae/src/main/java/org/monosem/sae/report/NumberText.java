package org.monosem.sae.report;

import java.util.Locale;

/** Numbers as a reader wants them, the same in every locale. Stateless. */
final class NumberText {
  private NumberText() {}

  /** Returns three significant digits: {@code 0.0123}, {@code 12.3}, {@code 1.23e-5}. */
  static String of(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (!Double.isFinite(value) || size < 1e-3 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.2e", value).replaceFirst("e([+-])0", "e$1");
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Returns a share as a percentage with three significant digits. */
  static String percent(double share) {
    return of(100 * share) + " %";
  }

  /** Returns a count with thin groups: {@code 1 234 567}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202F');
  }

  /** Returns a coordinate of a drawing, to a hundredth. */
  static String coordinate(double value) {
    double rounded = Math.rint(value * 100) / 100;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
