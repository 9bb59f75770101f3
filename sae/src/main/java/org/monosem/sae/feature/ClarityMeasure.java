package org.monosem.sae.feature;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.monosem.core.Tokenizer;

/** The parts of a {@link FeatureScore}, as {@link ClearestFeatures} defines them. */
final class ClarityMeasure {
  private static final int ENOUGH_KINDS = 8;

  private final Tokenizer tokenizer;
  private final Map<String, Double> classShares;

  private ClarityMeasure(Tokenizer tokenizer, Map<String, Double> classShares) {
    this.tokenizer = tokenizer;
    this.classShares = classShares;
  }

  static ClarityMeasure of(TokenCounts tokens, Tokenizer tokenizer) {
    Map<String, Double> shares = new HashMap<>();
    for (int id = 0; id < tokens.end(); id++) {
      if (tokens.count(id) > 0) {
        double share = (double) tokens.count(id) / tokens.total();
        shares.merge(TokenClass.of(tokenizer.display(id)), share, Double::sum);
      }
    }
    return new ClarityMeasure(tokenizer, shares);
  }

  FeatureScore score(FeatureEvidence evidence) {
    double specificity = specificity(evidence);
    double agreement = agreement(evidence.logits());
    double variety = variety(evidence.topContexts());
    return new FeatureScore(
        evidence.feature(),
        specificity * (1 + agreement) / 2 * (1 + 3 * variety) / 4,
        specificity,
        agreement,
        variety,
        mainDomain(evidence).domain(),
        commonestClass(evidence).getKey());
  }

  /** The commonest token that a feature fires on, without spaces around it and in lower case. */
  String commonestToken(FeatureEvidence evidence) {
    return commonest(evidence.topContexts().stream().map(this::plain).toList()).getKey();
  }

  private double specificity(FeatureEvidence evidence) {
    double domain = mainDomain(evidence).concentration();
    Map.Entry<String, Long> kind = commonestClass(evidence);
    int contexts = evidence.topContexts().size();
    double base = classShares.getOrDefault(kind.getKey(), 0.0);
    double share = (double) kind.getValue() / contexts;
    double tokenClass = base >= 1 ? 0 : (share - base) / (1 - base);
    long sameToken =
        commonest(evidence.topContexts().stream().map(this::plain).toList()).getValue();
    double token = (double) sameToken / contexts;
    return 1 - (1 - Math.max(0, domain)) * (1 - Math.max(0, tokenClass)) * (1 - token / 2);
  }

  private static DomainShare mainDomain(FeatureEvidence evidence) {
    DomainShare main = new DomainShare("", 0, 0);
    for (DomainShare share : evidence.domains()) {
      boolean first = main.activationShare() == 0;
      main = first || share.concentration() > main.concentration() ? share : main;
    }
    return main;
  }

  private static double agreement(LogitWeights logits) {
    double quantile = logits.nextTokenQuantile();
    return Double.isNaN(quantile) ? 0 : Math.max(0, 2 * quantile - 1);
  }

  private double variety(List<ContextExample> contexts) {
    long tokens = contexts.stream().map(this::plain).distinct().count();
    long windows = contexts.stream().map(ClarityMeasure::surroundings).distinct().count();
    double kinds = Math.min(1, (double) tokens / Math.min(ENOUGH_KINDS, contexts.size()));
    return (kinds + (double) windows / contexts.size()) / 2;
  }

  private static List<Integer> surroundings(ContextExample example) {
    int from = Math.max(0, example.center() - 2);
    int to = Math.min(example.length(), example.center() + 2);
    return IntStream.range(from, to).mapToObj(example::token).toList();
  }

  private Map.Entry<String, Long> commonestClass(FeatureEvidence evidence) {
    return commonest(
        evidence.topContexts().stream()
            .map(e -> TokenClass.of(tokenizer.display(e.centerToken())))
            .toList());
  }

  private String plain(ContextExample example) {
    return tokenizer.display(example.centerToken()).strip().toLowerCase(Locale.ROOT);
  }

  private static Map.Entry<String, Long> commonest(List<String> names) {
    Map<String, Long> counts =
        names.stream().collect(Collectors.groupingBy(n -> n, Collectors.counting()));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
        .orElseThrow();
  }
}
