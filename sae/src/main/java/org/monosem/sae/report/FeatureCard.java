package org.monosem.sae.report;

import java.util.List;
import java.util.Locale;
import org.monosem.sae.feature.ActivationHistogram;
import org.monosem.sae.feature.ContextExample;
import org.monosem.sae.feature.DomainShare;
import org.monosem.sae.feature.ExampleInterval;
import org.monosem.sae.feature.FeatureEvidence;
import org.monosem.sae.feature.FeatureScore;
import org.monosem.sae.feature.TokenWeight;

/** Writes the card of one feature. */
final class FeatureCard {
  private static final int SHOWN_CONTEXTS = 10;
  private static final int SHOWN_DOMAINS = 5;
  private static final int HISTOGRAM_WIDTH = 256;
  private static final int HISTOGRAM_HEIGHT = 56;

  private final HtmlWriter html;
  private final ContextText contexts;
  private final ContextLines lines;

  FeatureCard(HtmlWriter html, ContextText contexts) {
    this.html = html;
    this.contexts = contexts;
    this.lines = new ContextLines(html, contexts);
  }

  void write(FeatureEvidence evidence, FeatureScore score) {
    html.line()
        .start(
            "article",
            "class",
            "card",
            "id",
            "f" + evidence.feature(),
            "data-id",
            Integer.toString(evidence.feature()),
            "data-domain",
            score.domain(),
            "data-score",
            String.format(Locale.ROOT, "%.6f", score.score()),
            "data-density",
            Double.toString(evidence.density()),
            "data-max",
            Double.toString(evidence.maximum()));
    head(evidence, score);
    html.start("div", "class", "cols").start("div", "class", "side");
    logits("Positive logits", "pos", evidence.logits().promoted());
    logits("Negative logits", "neg", evidence.logits().suppressed());
    histogram(evidence.activity().histogram(), evidence.maximum());
    domains(evidence.domains());
    html.end("div").start("div", "class", "main");
    topContexts(evidence);
    intervals(evidence);
    html.end("div").end("div").end("article");
  }

  private void head(FeatureEvidence evidence, FeatureScore score) {
    html.start("header")
        .start("h3")
        .element("a", "Feature " + evidence.feature(), "href", "#f" + evidence.feature())
        .end("h3");
    fact("fires on", NumberText.percent(evidence.density()));
    fact("max", NumberText.of(evidence.maximum()));
    fact("mean", NumberText.of(evidence.activity().mean()));
    fact("clarity", NumberText.of(score.score()));
    if (!score.domain().isEmpty()) {
      html.element("span", score.domain(), "class", "tag", "dir", "auto");
    }
    html.element("span", score.tokenClass(), "class", "tag kind").end("header");
  }

  private void fact(String label, String value) {
    html.start("span", "class", "fact").text(label + " ").element("b", value).end("span");
  }

  private void logits(String title, String kind, List<TokenWeight> weights) {
    if (weights.isEmpty()) {
      return;
    }
    html.element("h4", title).start("ul", "class", "logits " + kind);
    for (TokenWeight weight : weights) {
      html.start("li").start("bdi").element("code", contexts.token(weight.token())).end("bdi");
      html.element("span", String.format(Locale.ROOT, "%+.2f", weight.weight())).end("li");
    }
    html.end("ul");
  }

  private void histogram(ActivationHistogram histogram, double maximum) {
    List<Long> counts = histogram.counts();
    double most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
    Axis x = new Axis(0, counts.size(), 0, HISTOGRAM_WIDTH);
    Axis y = new Axis(0, Math.log1p(most), HISTOGRAM_HEIGHT, 0);
    html.element("h4", "Activations")
        .start(
            "svg",
            "viewBox",
            "0 0 " + HISTOGRAM_WIDTH + " " + (HISTOGRAM_HEIGHT + 1),
            "class",
            "hist",
            "role",
            "img",
            "aria-label",
            "Histogram of activations, counts on a logarithmic scale");
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        double top = y.at(Math.log1p(counts.get(i)));
        bar(x.at(i), top, x.at(i + 1) - x.at(i) - 0.6);
      }
    }
    html.end("svg").start("p", "class", "scale").element("span", "0");
    html.element("span", "tokens, log scale").element("span", NumberText.of(maximum)).end("p");
  }

  private void bar(double x, double y, double width) {
    html.start(
        "rect",
        "x",
        NumberText.coordinate(x),
        "y",
        NumberText.coordinate(y),
        "width",
        NumberText.coordinate(width),
        "height",
        NumberText.coordinate(HISTOGRAM_HEIGHT + 1 - y));
  }

  private void domains(List<DomainShare> domains) {
    if (domains.stream().allMatch(d -> d.domain().isEmpty())) {
      return;
    }
    html.element("h4", "Domains").start("ul", "class", "domains");
    for (DomainShare share : domains.subList(0, Math.min(SHOWN_DOMAINS, domains.size()))) {
      html.start(
          "li",
          "title",
          NumberText.percent(share.activationShare())
              + " of its activation; "
              + NumberText.percent(share.tokenShare())
              + " of all tokens");
      html.element("bdi", share.domain().isEmpty() ? "unknown" : share.domain());
      shareBar(share);
      html.element("span", Math.round(100 * share.activationShare()) + " %").end("li");
    }
    html.end("ul");
  }

  /** The bar is the share of activation; the tick is where chance would put its end. */
  private void shareBar(DomainShare share) {
    html.start("svg", "viewBox", "0 0 100 8", "preserveAspectRatio", "none", "aria-hidden", "true");
    html.start("rect", "class", "track", "width", "100", "height", "8");
    String width = NumberText.coordinate(100 * share.activationShare());
    html.start("rect", "class", "fill", "width", width, "height", "8");
    String chance = NumberText.coordinate(Math.min(99, 100 * share.tokenShare()));
    html.start("rect", "class", "chance", "x", chance, "width", "1", "height", "8").end("svg");
  }

  private void topContexts(FeatureEvidence evidence) {
    List<ContextExample> top = evidence.topContexts();
    int shown = Math.min(SHOWN_CONTEXTS, top.size());
    html.element("h4", "Top activations");
    lines.write(top.subList(0, shown), evidence.maximum());
    if (shown < top.size()) {
      html.start("details").element("summary", (top.size() - shown) + " more");
      lines.write(top.subList(shown, top.size()), evidence.maximum());
      html.end("details");
    }
  }

  private void intervals(FeatureEvidence evidence) {
    html.start("details").element("summary", "Examples at every level of activation");
    for (ExampleInterval interval : evidence.intervals()) {
      html.element("h5", NumberText.of(interval.from()) + " to " + NumberText.of(interval.to()));
      lines.write(interval.examples(), evidence.maximum());
    }
    html.end("details");
  }
}
