package org.monosem.sae.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.monosem.core.Tokenizer;
import org.monosem.sae.feature.FeatureEvidence;
import org.monosem.sae.feature.FeatureScore;

/** Writes the page from top to bottom. */
final class BrowserPage {
  private final Report report;
  private final ContextText contexts;
  private final HtmlWriter html = new HtmlWriter();
  private final PageCode style = PageCode.resource("browser.css");
  private final PageCode script = PageCode.resource("browser.js");

  BrowserPage(Report report, Tokenizer tokenizer) {
    this.report = report;
    this.contexts = new ContextText(tokenizer);
  }

  String html() {
    html.start("html", "lang", "en");
    head();
    html.line().start("body");
    banner();
    html.start("main");
    metrics();
    plots();
    comparisons();
    facts();
    cards();
    table();
    html.end("main");
    html.ownCode("script", script.text());
    return html.end("body").end("html").finish();
  }

  private void head() {
    String policy =
        "default-src 'none'; style-src "
            + style.hash()
            + "; script-src "
            + script.hash()
            + "; base-uri 'none'; form-action 'none'";
    html.start("head")
        .start("meta", "charset", "utf-8")
        .start("meta", "http-equiv", "Content-Security-Policy", "content", policy)
        .start("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .start("meta", "name", "color-scheme", "content", "light dark")
        .start("meta", "name", "referrer", "content", "no-referrer")
        .element("title", report.title());
    html.ownCode("style", style.text()).end("head");
  }

  private void banner() {
    html.start("header", "class", "banner").element("h1", report.title());
    html.element("p", report.summary(), "class", "summary");
    html.start("nav", "aria-label", "Sections").element("a", "Quality", "href", "#quality");
    for (int i = 0; i < report.comparisons().size(); i++) {
      html.element("a", report.comparisons().get(i).title(), "href", "#comparison-" + i);
    }
    html.element("a", "Run", "href", "#run")
        .element("a", "Clearest features", "href", "#features")
        .element("a", "All features", "href", "#table")
        .end("nav")
        .end("header");
  }

  private void metrics() {
    html.line().start("section", "id", "quality", "aria-label", "Quality");
    html.element("h2", "Quality").start("dl", "class", "metrics");
    for (Metric metric : report.metrics()) {
      html.start("div").element("dt", metric.label()).element("dd", metric.value());
      if (!metric.note().isEmpty()) {
        html.element("dd", metric.note(), "class", "note");
      }
      html.end("div");
    }
    html.end("dl").end("section");
  }

  private void plots() {
    html.line().start("section", "class", "plots", "aria-label", "Plots");
    html.start("figure").element("figcaption", "Feature density");
    Plots.density(html, report.density());
    html.end("figure");
    for (Curve curve : report.curves()) {
      html.start("figure").element("figcaption", curve.name());
      Plots.curve(html, curve);
      html.end("figure");
    }
    html.end("section");
  }

  private void comparisons() {
    for (int i = 0; i < report.comparisons().size(); i++) {
      ComparisonSection.write(html, report.comparisons().get(i), "comparison-" + i);
    }
  }

  private void facts() {
    if (report.facts().isEmpty()) {
      return;
    }
    html.line().start("section", "id", "run").element("h2", "Run").start("dl", "class", "facts");
    for (Metric fact : report.facts()) {
      html.start("div").element("dt", fact.label()).element("dd", fact.value());
      if (!fact.note().isEmpty()) {
        html.element("dd", fact.note(), "class", "note");
      }
      html.end("div");
    }
    html.end("dl").end("section");
  }

  private void cards() {
    html.line().start("section", "id", "features").element("h2", "Clearest features");
    html.element(
        "p",
        "Features whose meaning shows at a glance, in an order that puts different kinds early."
            + " Marked tokens are those on which the feature fires; the stronger, the darker."
            + " Point at a token for its activation.",
        "class",
        "hint");
    controls();
    Map<Integer, FeatureEvidence> known = evidenceById();
    FeatureCard card = new FeatureCard(html, contexts);
    html.start("div", "id", "cards");
    for (FeatureScore score : report.clearest()) {
      FeatureEvidence evidence = known.get(score.feature());
      if (evidence == null) {
        throw new IllegalArgumentException(
            "report: feature " + score.feature() + " is called clear but has no evidence");
      }
      card.write(evidence, score);
    }
    html.end("div").element("p", "No feature matches.", "id", "none", "hidden", "").end("section");
  }

  private void controls() {
    html.start("div", "class", "controls");
    searchBox();
    domainChoice();
    sortChoice();
    html.start("output", "id", "count", "aria-live", "polite").end("output").end("div");
  }

  private void searchBox() {
    html.start("label").text("Search ");
    html.start(
        "input",
        "type",
        "search",
        "id",
        "search",
        "placeholder",
        "token, text or #feature",
        "autocomplete",
        "off");
    html.end("label");
  }

  private void domainChoice() {
    html.start("label").text("Domain ").start("select", "id", "domain");
    html.element("option", "all", "value", "");
    TreeSet<String> domains = new TreeSet<>();
    report.clearest().forEach(score -> domains.add(score.domain()));
    domains.remove("");
    domains.forEach(domain -> html.element("option", domain, "value", domain));
    html.end("select").end("label");
  }

  private void sortChoice() {
    html.start("label").text("Sort ").start("select", "id", "sort");
    sortOption("order", "reading order");
    sortOption("score", "clarity");
    sortOption("density", "density");
    sortOption("max", "max activation");
    sortOption("id", "feature");
    html.end("select").end("label");
  }

  private void sortOption(String value, String label) {
    html.element("option", label, "value", value);
  }

  private void table() {
    List<FeatureEvidence> features = report.evidence().features();
    Map<Integer, FeatureScore> cards = new HashMap<>();
    report.clearest().forEach(score -> cards.put(score.feature(), score));
    html.line().start("section", "id", "table").element("h2", "All features");
    String dead = NumberText.count(report.evidence().dead());
    html.element(
        "p",
        NumberText.count(features.size()) + " features fired on this text, " + dead + " did not.",
        "class",
        "hint");
    html.start("div", "class", "scroll", "tabindex", "0", "role", "region")
        .start("div", "class", "inner");
    new FeatureTable(html, contexts).write(features, cards);
    html.end("div").end("div").end("section");
  }

  private Map<Integer, FeatureEvidence> evidenceById() {
    Map<Integer, FeatureEvidence> known = new HashMap<>();
    report.evidence().features().forEach(e -> known.put(e.feature(), e));
    return known;
  }
}
