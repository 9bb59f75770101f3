package org.monosem.sae.deadfeature;

import org.monosem.sae.objective.DictionaryParameters;

/**
 * What a resampling changes in place.
 *
 * @param parameters the dictionary's weights
 * @param firstMoments Adam's first moments
 * @param secondMoments Adam's second moments
 */
public record TrainedArrays(
    DictionaryParameters parameters,
    DictionaryParameters firstMoments,
    DictionaryParameters secondMoments) {}
