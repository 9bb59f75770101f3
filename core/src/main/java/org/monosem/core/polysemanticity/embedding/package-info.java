/**
 * Neuron embeddings: what a unit's strongest examples have in common, and into how many meanings
 * they fall (Foote, Tackling Polysemanticity with Neuron Embeddings, arXiv 2411.08166, 2024;
 * repositories neuron-embeddings/feature-clusters-icml-2 and neuron-embeddings/mechMNISTic).
 *
 * <p><b>The formula.</b> A unit reads an input {@code z [dIn]} with weights {@code w_in [dIn]}: of
 * an MLP's neuron z is what the layer normalisation before it gives, of a dictionary's feature the
 * row less {@code bDec} where the dictionary subtracts it. The embedding of the unit's example is
 *
 * <pre>
 *   e = z * w_in    coordinate by coordinate,    sum(e) = pre-activation - bias
 * </pre>
 *
 * ({@link org.monosem.core.polysemanticity.embedding.NeuronEmbedding}): which coordinates of the
 * input made the unit fire. Two examples that fire it by the same coordinates have a cosine near 1,
 * two that fire it by different ones a cosine near 0. The distance of two examples is {@code 1 -
 * cos(e_a, e_b)}.
 *
 * <p><b>Examples.</b> {@link org.monosem.core.polysemanticity.embedding.ExampleCollector} reads a
 * stream of activations and keeps for every unit up to 100 examples, the strongest, whose
 * activation exceeds 0.75 of the unit's maximum, one a document; the maximum is the stream's own or
 * a known one.
 *
 * <p><b>Meanings.</b> Two examples are joined if the cosine of their embeddings is above a
 * threshold (0.9 unless another is set; the source ships results for 0.85, 0.9 and 0.95). What
 * hangs together is a {@link org.monosem.core.polysemanticity.embedding.Meaning}; its central
 * example is the one of largest mean cosine with the others. {@link
 * org.monosem.core.polysemanticity.embedding.PolysemanticityReport} has for every unit the meanings
 * with their examples (document, position, activation: what a browser shows as tabs), the mean and
 * the largest distance, the distances within and between meanings, and the averages over units.
 * Meanings of different units are compared by the cosine of the inputs z at their central examples
 * ({@link org.monosem.core.polysemanticity.embedding.SimilarMeaning}), because embeddings of
 * different units are seen through different weights. {@link
 * org.monosem.core.polysemanticity.embedding.TokenImportance} says which tokens of a context an
 * activation needs.
 *
 * <p><b>Reading it.</b> A monosemantic unit has a low mean distance and one meaning; a unit with
 * several large meanings is polysemantic, and many meanings of one example each say that its
 * examples share nothing. Averages computed from the results that the source ships (an MLP
 * 784-64-10 on handwritten digits, dictionaries of 512 features on its hidden layer):
 *
 * <pre>
 *   set                              with examples   mean   max    intra  inter  clusters  examples
 *   hidden layer                     61 of 64        0.462  1.003  0.147  0.479  47.7      100
 *   dictionary                       390 of 512      0.207  0.563  0.031  0.229  18.7      39.7
 *   dictionary, embedding loss       493 of 512      0.112  0.407  0.024  0.174  11.7      74.4
 * </pre>
 *
 * <p>The same sizes on 20,000 digits written by a program, with trainings of ours ({@code benchmark
 * digits}; three seeds, coefficient 0.02, the term's weight 0.02):
 *
 * <pre>
 *   set                              with examples   mean         max         intra        inter       clusters   examples
 *   hidden layer                     63 to 64        0.31 - 0.35  0.68 - 0.74 0.17 - 0.18  0.35 - 0.37 32 - 36    75 - 79
 *   dictionary                       442 to 447      0.13 - 0.16  0.28 - 0.33 0.08 - 0.09  0.28 - 0.31 1.5 - 1.7  12 - 13
 *   dictionary, embedding term       438 to 442      0.07 - 0.09  0.17 - 0.20 0.05 - 0.07  0.22 - 0.23 1.2        12 - 13
 * </pre>
 *
 * The mean distances are to the hidden layer's as 0.37 to 0.48 (the source's: 0.45) and 0.23 to
 * 0.26 (0.24), and every distance and the number of meanings fall in the source's order. Two things
 * are not the source's. Its embedding loss also wakes features, 390 to 493; our term does not,
 * since it acts on active ones only. And its units have more examples, of the hidden layer all 100,
 * as if no share of the maximum were asked for. Without one ({@code --fraction 0}: the 100
 * strongest images of each unit, however weak) mean, largest and inner distances and the number of
 * meanings fall in the same order (mean 0.33 to 0.35, 0.24 to 0.27, 0.14 to 0.17), but by less, to
 * 0.69 to 0.80 and 0.39 to 0.49 of the hidden layer's, and the distance between meanings is larger
 * for features (0.42 to 0.45) than for neurons (0.36 to 0.38). A sparser dictionary is less
 * polysemantic by this measure where examples are strong.
 *
 * <p><b>Where the source is silent.</b> That distance is 1 less the cosine; that intra and inter
 * are means over pairs ({@link org.monosem.core.polysemanticity.embedding.DistanceAverage} has the
 * other reading); that units without a pair are left out of a mean, not counted as 0.
 *
 * <p><b>When it misleads.</b> Clusters are connected components: a chain of examples, each close to
 * the next, is one meaning however far its ends lie apart, and one example between two meanings
 * joins them; look at the largest distance too. The number of clusters depends on the threshold and
 * grows with the number of examples. The embedding sees one layer back: two sources that reach the
 * same coordinates of z are one meaning to it, and one source that is spread differently over a
 * dense z (a residual stream is in no special basis) may look like two; compare units that read the
 * same input. Only strong examples count: what a unit does below the threshold is not seen.
 */
@NullMarked
package org.monosem.core.polysemanticity.embedding;

import org.jspecify.annotations.NullMarked;
