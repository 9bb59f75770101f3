/**
 * Decorrelation of activations, and a proxy of polysemanticity read off the weights alone (Yan et
 * al., Encourage or Inhibit Monosemanticity? Revisit Monosemanticity from a Feature Decorrelation
 * Perspective, EMNLP 2024, arXiv 2406.17969; the proxy is of Gurnee et al., Finding Neurons in a
 * Haystack, 2023).
 *
 * <p><b>The metric.</b> Of activations {@code z [rows, units]}, one row an input,
 *
 * <pre>
 *   decorrelation = 1 - mean over pairs of different inputs of cos(z_a, z_b)
 *                 = 1 - (|sum_a zhat_a|^2 - n) / (n (n - 1)),    zhat = z / |z|,
 * </pre>
 *
 * the second exact and in one pass over a stream of any length ({@link
 * org.monosem.core.polysemanticity.decorrelation.Decorrelation}). Inputs whose activations are all
 * zero have no direction and are left out. 1: inputs are orthogonal on average; 0: all in one
 * direction. The paper takes the last token of 1000 inputs (its code: 32).
 *
 * <p><b>The regulariser.</b> {@code L_dec = |Z Z' - I|_F^2} over the rows of a batch, Z of unit
 * rows: the sum over pairs of squared cosines. It is an option of training transformers and
 * dictionaries; the paper adds it with weight 1e-4 to DPO. Whether rows are normalised is not
 * stated there; ours are, so that the diagonal can reach 1, and raw rows are an option.
 *
 * <p><b>The proxy.</b> {@code b_in |w_in|} for each neuron, its median over a layer, divided by the
 * largest |median| over layers ({@link
 * org.monosem.core.polysemanticity.decorrelation.BiasNormProxy}). For n exclusive binary features
 * on one ReLU neuron theory gives {@code cos(2 pi / n) / (cos(2 pi / n) - 1)}: 0.3333 for 3, 0 for
 * 4, -0.4472 for 5, -1 for 6, -2.4142 for 8. The lower, the more features the neuron is said to
 * share.
 *
 * <p><b>When it misleads.</b> A bias of the whole layer (all activations positive, as after a ReLU)
 * raises every cosine, so the metric compares checkpoints of one layer, not layers of different
 * kinds. Wide sparse dictionaries are near 1 by counting alone. The proxy knows nothing of what the
 * inputs are; it moves with any change of scale between bias and weights.
 *
 * <p><b>Published.</b> Share judged monosemantic by GPT-3.5, in per cent, DPO then with the
 * regulariser, for toxicity/cognition reframing/sycophancy: Llama2-7b 44.0/45.6/11.1 then
 * 56.0/53.3/22.2; Llama2-7b-chat 30.0/69.5/68.0 then 43.0/75.8/74.0; Llama3-8b 56.0/78.3/13.3 then
 * 57.0/84.2/17.8.
 */
@NullMarked
package org.monosem.core.polysemanticity.decorrelation;

import org.jspecify.annotations.NullMarked;
