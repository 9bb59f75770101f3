package org.monosem.sae.report;

/** Writes a comparison. Stateless. */
final class ComparisonSection {
  private ComparisonSection() {}

  static void write(HtmlWriter html, Comparison comparison, String id) {
    html.line().start("section", "id", id).element("h2", comparison.title());
    html.element("p", comparison.summary(), "class", "hint");
    table(html, comparison);
    html.start("div", "class", "plots");
    for (Comparison.CurvePair pair : comparison.plots()) {
      html.start("figure").element("figcaption", pair.name());
      Plots.pair(html, pair, comparison);
      html.end("figure");
    }
    html.end("div").end("section");
  }

  private static void table(HtmlWriter html, Comparison comparison) {
    html.start("div", "class", "scroll", "tabindex", "0", "role", "region")
        .start("table", "class", "compared")
        .start("thead")
        .start("tr")
        .element("th", "Measure", "scope", "col")
        .element("th", comparison.first(), "scope", "col")
        .element("th", comparison.second(), "scope", "col")
        .element("th", "Reading", "scope", "col")
        .end("tr")
        .end("thead")
        .start("tbody");
    for (Comparison.Row row : comparison.rows()) {
      html.start("tr")
          .element("th", row.measure(), "scope", "row")
          .element("td", row.first())
          .element("td", row.second())
          .element("td", row.note(), "class", "note")
          .end("tr");
    }
    html.end("tbody").end("table").end("div");
  }
}
