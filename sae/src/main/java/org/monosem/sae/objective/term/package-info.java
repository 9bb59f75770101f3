/**
 * Terms that a training may add to a dictionary's loss, whatever the objective, to make features
 * less polysemantic: {@link org.monosem.sae.objective.term.EmbeddingTerm} and {@link
 * org.monosem.sae.objective.term.DecorrelationTerm}, alone or {@link
 * org.monosem.sae.objective.term.TermSum together}.
 *
 * <p><b>Embedding term.</b> An example's neuron embedding is {@code e = (x - bDec) * wEnc_i},
 * element by element (Foote, Tackling Polysemanticity with Neuron Embeddings, arXiv 2411.08166;
 * without bDec if the encoder has no pre-encoder bias), whose sum is the pre-activation less the
 * bias. A feature whose examples have embeddings in one direction fires for one reason. The term is
 *
 * <pre>
 *   mu mean over features i, pairs a, b of rows on which i is active, of  1 - cos(e_a, e_b)
 * </pre>
 *
 * computed without pairs: with {@code S = sum_a e_a / |e_a|} over a feature's n rows, the mean of
 * its cosines is {@code (|S|^2 - n) / (n (n - 1))}. The dictionary shipped with the paper's code
 * was trained with a term of this purpose, whose form and weight are not public: this form is our
 * reading. Its published effect on 512 features for handwritten digits: mean distance of embeddings
 * 0.207 to 0.112, features with examples 390 to 493; the layer's neurons have 0.462. Ours at the
 * same sizes on written digits, weight 0.02, three seeds: 0.128 to 0.161 becomes 0.075 to 0.089
 * beside neurons of 0.31 to 0.35, for 2 to 3 % more error of reconstruction and 5 % fewer active
 * features; features with examples stay as many (442 to 447, then 438 to 442). Weight 0.05 gives
 * 0.052 to 0.063 for 5 to 7 % more error.
 *
 * <p><b>Decorrelation term.</b> {@code mu |Z Z' - I|_F^2}, Z the features {@code [rows, dSae]} in
 * unit rows: the sum over pairs of rows of their squared cosines (Yan et al., EMNLP 2024, arXiv
 * 2406.17969, who add it to DPO with weight 1e-4). It is a sum: twice the rows are four times the
 * term.
 *
 * <p><b>Gradients</b> are exact at the active pairs; which ones are active counts as constant, as
 * it does in the objectives. They are added after the objective's own and before clipping. Both
 * look at the first rows of each batch, which is shuffled; memory is up to six arrays {@code [rows,
 * dSae]} or as many {@code [dSae, dIn]} ({@link
 * org.monosem.sae.objective.term.RegularisationTerm#bytes}). The loss in the log is the
 * objective's, without terms; each term's value stands beside it, its weight included.
 *
 * <p><b>When it misleads.</b> Both can be lowered by other things than meaning: the embedding term
 * by sparser encoder weights or by firing on near-duplicates, decorrelation by having few features
 * in common at all. Read them beside reconstruction and L0. A feature that fires on fewer than two
 * of the rows feels no embedding term, so rare ones need many rows.
 */
@NullMarked
package org.monosem.sae.objective.term;

import org.jspecify.annotations.NullMarked;
