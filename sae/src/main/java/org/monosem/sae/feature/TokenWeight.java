package org.monosem.sae.feature;

/**
 * What one unit of a feature's activation adds to the logit of one token.
 *
 * @param token the token id
 * @param weight the logit weight, centred so that the median over the vocabulary is zero
 */
public record TokenWeight(int token, double weight) {}
