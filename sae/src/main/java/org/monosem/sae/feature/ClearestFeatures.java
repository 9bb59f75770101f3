package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.Tokenizer;

/**
 * Says which features a newcomer should look at first: those whose meaning shows at a glance.
 *
 * <p>Left out are features seen in too few contexts, ultralow ones and dense ones ({@link
 * ClearestOptions}). The others get, over their top contexts,
 *
 * <ul>
 *   <li>{@code specificity = 1 - (1 - d)(1 - c)(1 - t / 2)}, where {@code d} is the largest
 *       concentration on a domain ({@link DomainShare#concentration}), {@code c} the share of the
 *       commonest class of the tokens it fires on (script, digits, punctuation, space, bytes)
 *       beyond that class's share {@code b} of the text, {@code (share - b) / (1 - b)}, and {@code
 *       t} the share of the commonest token;
 *   <li>{@code agreement = max(0, 2 q - 1)} with {@code q} the {@link
 *       LogitWeights#nextTokenQuantile}; zero if unknown;
 *   <li>{@code variety}: the mean of the share of different tokens fired on, where 8 kinds are as
 *       good as all, and of the share of different surroundings (two tokens before, the token, one
 *       after).
 * </ul>
 *
 * <p>{@code score = specificity * (1 + agreement) / 2 * (1 + 3 variety) / 4}. Features are then
 * taken greedily by score, where each one already taken counts against the next: a factor 0.9 for
 * the same domain, 0.8 for the same class of tokens, and 0.5 for the same commonest token; so the
 * list shows many kinds of features early. Ties go to the lower id. This is our own measure for
 * reading order, not a published one.
 */
public final class ClearestFeatures {
  private static final double SAME_DOMAIN = 0.9;
  private static final double SAME_CLASS = 0.8;
  private static final double SAME_TOKEN = 0.5;

  private ClearestFeatures() {}

  /**
   * Returns the clearest features, in the order in which to show them.
   *
   * @param table the evidence of all features
   * @param tokenizer shows tokens as text
   * @param options which features may be named, and how many
   */
  public static List<FeatureScore> rank(
      EvidenceTable table, Tokenizer tokenizer, ClearestOptions options) {
    Objects.requireNonNull(options, "options");
    ClarityMeasure measure = ClarityMeasure.of(table.tokens(), tokenizer);
    List<Candidate> candidates =
        table.features().stream()
            .filter(e -> isEligible(e, options))
            .map(e -> new Candidate(measure.score(e), measure.commonestToken(e)))
            .sorted(Comparator.comparingDouble((Candidate c) -> -c.score.score()))
            .toList();
    return pick(candidates, options.limit());
  }

  private static boolean isEligible(FeatureEvidence evidence, ClearestOptions options) {
    return evidence.topContexts().size() >= options.minimumContexts()
        && evidence.density() >= options.minimumDensity()
        && evidence.density() <= options.maximumDensity();
  }

  private record Candidate(FeatureScore score, String token) {}

  private static List<FeatureScore> pick(List<Candidate> candidates, int limit) {
    List<Candidate> left = new ArrayList<>(candidates);
    Map<String, Integer> domains = new HashMap<>();
    Map<String, Integer> classes = new HashMap<>();
    Map<String, Integer> tokens = new HashMap<>();
    List<FeatureScore> picked = new ArrayList<>();
    while (picked.size() < limit && !left.isEmpty()) {
      Candidate best = left.remove(bestOf(left, domains, classes, tokens));
      domains.merge(best.score.domain(), 1, Integer::sum);
      classes.merge(best.score.tokenClass(), 1, Integer::sum);
      tokens.merge(best.token, 1, Integer::sum);
      picked.add(best.score);
    }
    return picked;
  }

  /** The list descends by plain score, so the search ends where no discounted one can be better. */
  private static int bestOf(
      List<Candidate> left,
      Map<String, Integer> domains,
      Map<String, Integer> classes,
      Map<String, Integer> tokens) {
    int best = 0;
    double bestValue = -1;
    for (int i = 0; i < left.size() && left.get(i).score.score() > bestValue; i++) {
      Candidate candidate = left.get(i);
      double value =
          candidate.score.score()
              * Math.pow(SAME_DOMAIN, domains.getOrDefault(candidate.score.domain(), 0))
              * Math.pow(SAME_CLASS, classes.getOrDefault(candidate.score.tokenClass(), 0))
              * Math.pow(SAME_TOKEN, tokens.getOrDefault(candidate.token, 0));
      if (value > bestValue) {
        best = i;
        bestValue = value;
      }
    }
    return best;
  }
}
