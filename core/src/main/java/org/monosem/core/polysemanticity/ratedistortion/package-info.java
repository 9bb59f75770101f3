/**
 * Rate, distortion and polysemanticity: what it costs to have latents that mean one thing each
 * (Mencattini et al., 2026, arXiv 2605.14694).
 *
 * <p><b>The setting.</b> Data are sums of the directions of the concepts present, {@code x = sum_l
 * v_l}, {@code V [concepts, d]}; a dictionary decodes linearly, {@code x̂ = sum_i f_i d_i}. The
 * rate is the number of active latents, {@code E |{i : f_i != 0}|}; the distortion is {@code E |x -
 * x̂|²}, summed over dimensions.
 *
 * <p><b>The smallest instance.</b> Concepts A and B, alone with probabilities a and b, together
 * with probability c ({@link org.monosem.core.polysemanticity.ratedistortion.TwoConcepts}):
 *
 * <pre>
 *   two monosemantic latents            rate a + b + 2c
 *   and a third one for v_A + v_B       rate a + b + c
 *   the tax on monosemanticity          c
 * </pre>
 *
 * <p><b>In general.</b> {@link org.monosem.core.polysemanticity.ratedistortion.MinimalCodes} tries
 * every set of latents, with the least squares activations of each that has positive ones, and
 * gives the smallest rate without distortion or the best trade at a price; {@link
 * org.monosem.core.polysemanticity.ratedistortion.DictionarySearch} tries every dictionary of a
 * size too: which latents are worth being polysemantic follows from what occurs together. {@link
 * org.monosem.core.polysemanticity.ratedistortion.ConceptDecoder#measure} measures an encoder that
 * is given. All of it is exact and exponential: for small instances.
 *
 * <p><b>For a dictionary at work.</b> {@link
 * org.monosem.core.polysemanticity.ratedistortion.CoFiringCounter} counts how often features fire
 * together. Latents for pairs without a feature in common save the share of rows in which each pair
 * fires: {@code tax} of the pairs found greedily, a lower bound of what the best disjoint pairs
 * save; {@code mostSaved}, the mean of {@code floor(L0 / 2)}, bounds it from above.
 *
 * <p><b>Reading it.</b> A tax near 0: the features split what they see into parts that occur apart;
 * monosemanticity is free. A pair with {@code both} far above {@code expected} is one concept in
 * two features, or two that the data never separate. Of independent features nobody should be
 * surprised that some fire together: compare with {@code expected}.
 *
 * <p><b>When it misleads.</b> A latent for a pair says how strong both are by one number: without
 * distortion only if the two keep their ratio, which firing does not show. Rate counts latents, not
 * bits: a joint latent makes the dictionary larger, and choosing among more costs more bits.
 *
 * <p><b>What is not known.</b> The paper's own measure of polysemanticity and its conditions were
 * not at hand; the mean number of concepts of a latent ({@link
 * org.monosem.core.polysemanticity.ratedistortion.LatentDictionary#conceptsPerLatent}) is ours, and
 * so are the smallest instance and the measure of a dictionary at work.
 */
@NullMarked
package org.monosem.core.polysemanticity.ratedistortion;

import org.jspecify.annotations.NullMarked;
