package org.monosem.sae.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.monosem.sae.feature.DomainShare;
import org.monosem.sae.feature.FeatureEvidence;
import org.monosem.sae.feature.FeatureScore;
import org.monosem.sae.feature.TokenWeight;

/** Writes the sortable table of every feature that fired. */
final class FeatureTable {
  private static final List<String> COLUMNS =
      List.of(
          "Feature", "Fires on", "Max", "Mean", "Top token", "Promotes", "Main domain", "Share");

  private final HtmlWriter html;
  private final ContextText contexts;

  FeatureTable(HtmlWriter html, ContextText contexts) {
    this.html = html;
    this.contexts = contexts;
  }

  void write(List<FeatureEvidence> features, Map<Integer, FeatureScore> cards) {
    html.start("table", "id", "all").start("thead").start("tr");
    for (String column : COLUMNS) {
      html.start("th", "scope", "col").element("button", column, "type", "button").end("th");
    }
    html.end("tr").end("thead").start("tbody");
    for (FeatureEvidence evidence : features) {
      row(evidence, cards.containsKey(evidence.feature()));
    }
    html.end("tbody").end("table");
  }

  private void row(FeatureEvidence evidence, boolean hasCard) {
    String id = Integer.toString(evidence.feature());
    html.line().start("tr").start("td", "data-v", id);
    if (hasCard) {
      html.element("a", id, "href", "#f" + id);
    } else {
      html.text(id);
    }
    html.end("td");
    number(evidence.density(), NumberText.percent(evidence.density()));
    number(evidence.maximum(), NumberText.of(evidence.maximum()));
    number(evidence.activity().mean(), NumberText.of(evidence.activity().mean()));
    token(evidence.topContexts().get(0).centerToken());
    List<TokenWeight> promoted = evidence.logits().promoted();
    if (promoted.isEmpty()) {
      html.element("td", "");
    } else {
      token(promoted.get(0).token());
    }
    domain(evidence.domains());
    html.end("tr");
  }

  private void number(double value, String text) {
    html.element("td", text, "data-v", Double.toString(value));
  }

  private void token(int token) {
    html.start("td").start("bdi").element("code", contexts.token(token)).end("bdi").end("td");
  }

  private void domain(List<DomainShare> domains) {
    DomainShare main =
        domains.stream()
            .max(Comparator.comparingDouble(DomainShare::activationShare))
            .orElse(new DomainShare("", 0, 0));
    html.start("td").element("bdi", main.domain()).end("td");
    number(main.activationShare(), Math.round(100 * main.activationShare()) + " %");
  }
}
