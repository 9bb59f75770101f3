package org.monosem.sae.report;

import java.util.List;
import org.monosem.sae.feature.ContextExample;
import org.monosem.sae.feature.DocumentSpan;

/** Writes examples as lines of text, the tokens on which the feature fired marked. */
final class ContextLines {
  private static final int SHADES = 10;

  private final HtmlWriter html;
  private final ContextText contexts;

  ContextLines(HtmlWriter html, ContextText contexts) {
    this.html = html;
    this.contexts = contexts;
  }

  /** Writes examples; the darkest shade stands for {@code maximum}. */
  void write(List<ContextExample> examples, double maximum) {
    html.start("ol", "class", "contexts");
    for (ContextExample example : examples) {
      html.line().start("li").element("span", NumberText.of(example.value()), "class", "value");
      html.start("bdi", "class", "context", "dir", "auto");
      pieces(contexts.units(example), maximum);
      html.end("bdi");
      source(example.document());
      html.end("li");
    }
    html.end("ol");
  }

  /** Neighbouring pieces without activation become one text, which keeps the page small. */
  private void pieces(List<TextUnit> units, double maximum) {
    for (TextUnit unit : units) {
      if (unit.activation() > 0) {
        int shade = (int) Math.ceil(SHADES * Math.min(1, unit.activation() / maximum));
        String kind = "a" + Math.max(1, shade) + (unit.center() ? " peak" : "");
        String value = NumberText.of(unit.activation());
        html.element("mark", unit.text(), "class", kind, "title", value);
      } else {
        html.text(unit.text());
      }
    }
  }

  private void source(DocumentSpan document) {
    String domain = HtmlText.visible(document.domain());
    if (!domain.isEmpty() || !document.source().isEmpty()) {
      String source = HtmlText.visible(document.source());
      html.element("span", domain, "class", "from", "dir", "auto", "title", source);
    }
  }
}
