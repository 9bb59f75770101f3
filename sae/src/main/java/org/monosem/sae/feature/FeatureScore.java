package org.monosem.sae.feature;

/**
 * How clear a feature is to a reader, and why; every part lies in {@code 0 .. 1}.
 *
 * @param feature the feature's id
 * @param score {@code specificity * (1 + agreement) / 2 * (1 + 3 * variety) / 4}
 * @param specificity how far the feature is bound to one kind of text or token
 * @param agreement how well its logit weights predict the token that comes next
 * @param variety how different its top contexts are from each other
 * @param domain the domain that its activation is concentrated on most ({@link
 *     DomainShare#concentration}); empty if not known
 * @param tokenClass the commonest kind of token that it fires on: a script, {@code digits}, {@code
 *     punctuation}, {@code space} or {@code bytes}
 */
public record FeatureScore(
    int feature,
    double score,
    double specificity,
    double agreement,
    double variety,
    String domain,
    String tokenClass) {}
