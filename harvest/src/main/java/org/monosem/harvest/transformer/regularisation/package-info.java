/**
 * What a transformer's training may do to the activations of chosen MLP layers, for or against
 * monosemantic neurons; a finished model knows nothing of it.
 *
 * <p><b>Inhibition</b> ({@link org.monosem.harvest.transformer.regularisation.Inhibition}; Wang,
 * Di, Chen and Ng, Learning from Emergence, KDD 2024, arXiv 2312.11560; L2E, arXiv 2503.23298).
 * Every output {@code z [inputs, units]} of a layer is scored by {@code phi = (z - zbar)^2 / S^2}
 * against what its unit gave before (see {@code org.monosem.core.polysemanticity.scale}), and those
 * of high phi are held back. Of a chosen output
 *
 * <pre>
 *   naive:    z' = zbar                          no gradient: invites the network to restore z
 *   reverse:  z' = -z + stopgrad(z + zbar)       forward zbar, slope -1: the loss that the mean costs
 *                                                drives z further down instead
 *   log loss: z' = z, and the loss gains  weight (mean over inputs of sum over chosen log (z - zbar)^2)
 * </pre>
 *
 * The statistics are of all inputs before the present few thousand, which are scored together; they
 * are part of the checkpoint. Wang et al. choose one output an input; L2E the highest 1 to 3 % of
 * the layer's, in two middle layers or the middle third, or those above a moving threshold. The
 * papers put the module behind a hidden layer. {@link
 * org.monosem.harvest.transformer.regularisation.Inhibition.Site} names two places that this can
 * mean: what leaves the block, where the module works as described (below), or the MLP's neurons,
 * where it does not. The form of reverse deactivation and its limitation to training are our
 * reading.
 *
 * <p><b>Decorrelation</b> ({@link
 * org.monosem.harvest.transformer.regularisation.LayerDecorrelation}; Yan et al., EMNLP 2024, arXiv
 * 2406.17969). The loss gains {@code weight |Z Z' - I|_F^2} over some inputs of each batch, Z of
 * unit rows: the sum over pairs of squared cosines. Because it is a sum, the weight of the paper,
 * 1e-4, goes with its batches; twice the rows are four times the loss.
 *
 * <p><b>What to expect.</b> The two pull in opposite directions, and which one helps is contested.
 * MEmeL reports results at or above the baseline on BERT, Swin and ConvGRU, L2E gains of 1 to 3 %
 * on most tasks at 2.8 billion parameters and losses on ARC-Easy; Yan et al. report more preferred
 * answers with <em>more</em> decorrelation.
 *
 * <p>The mechanism asks that, after training, the mean highest phi of the treated layer is below
 * that of a plain training. Measured on English prose read as bytes: one layer, width 64, 256
 * neurons, contexts of 64, 800 steps of 1024 tokens, seeds 1, 2 and 3. Phi is by the statistics of
 * the 16,384 held-out inputs themselves; its mean over inputs of the highest output, where it was
 * treated; it holds if that falls in every seed:
 *
 * <pre>
 *                                            ReLU                      GELU
 *   block output, plain                6.4   6.0   6.1           6.0   5.8   5.9
 *     reverse, highest                 5.3   5.2   5.2   holds   5.1   4.9   5.1   holds
 *     reverse, 5 %                     5.3   5.0   4.8   holds   5.2   5.4   5.2   holds
 *     reverse, moving threshold 2 %    5.1   5.2   5.2   holds   5.5   5.0   5.0   holds
 *     log loss 0.01, highest           5.0   5.0   5.2   holds   5.2   4.9   5.1   holds
 *   neurons, plain                    32.7  36.2  37.2          23.8  23.4  20.2
 *     reverse, highest                32.1  43.6  40.0   no     23.4  23.2  20.7   no
 *     reverse, 2 %                    41.6  65.0  52.6   no     25.6  25.6  23.4   no
 *     reverse, moving threshold 2 %   66.0  73.8  62.0   no     25.7  24.9  24.3   no
 *     log loss 0.01, highest          35.8  34.5  33.6   no      9.8   8.9   7.9   holds
 * </pre>
 *
 * Medians move as the means do: behind the block from 5.5, 5.0 and 5.4 to 4.4, 4.5 and 4.2 (ReLU,
 * highest). Held-out losses behind the block: 2.261, 2.234 and 2.256 plain, 2.226, 2.212 and 2.221
 * with the highest reversed, 2.219, 2.198 and 2.220 with the log loss (ReLU); 2.292, 2.301 and
 * 2.338, then 2.290, 2.295 and 2.287, then 2.283, 2.279 and 2.298 (GELU). At the neurons, 2 %
 * reversed cost 0.05 to 0.14 nats, the moving threshold up to 0.57. The log loss at ReLU neurons
 * lowers the median from 27 to below 1, because it silences neurons: 32 to 62 of 256 are left that
 * fire on 1 % of the inputs, and their mean highest phi is 14 to 17.
 *
 * <p><b>Why reverse deactivation fails at the neurons.</b> There is nothing to flip: with the
 * trained model (seed 1) in its training state, 56 % (GELU) to 58 % (ReLU) of the chosen outputs
 * behind the block have a gradient that moves them to their mean, and the sum over them of {@code
 * dL/dz (z - zbar)} is 0.11 to 0.14 of the sum of its absolute values; of chosen neurons it is 47
 * to 50 % and -0.02 to 0.00. Other neurons stand in for one that is held at its mean. What push
 * there is lowers the neuron's weights and bias altogether, and phi, which divides by the neuron's
 * own variance, does not fall with them: a ReLU that fires more rarely has a <em>higher</em> one
 * where it fires, about one over its rate. That is also what happens to the ReLU neurons when the
 * block's output is inhibited: their mean highest phi goes from 33, 36 and 37 to 55, 64 and 61. Who
 * wants neurons to be less sparse should not inhibit.
 *
 * <p><b>Where it does not hold behind the block.</b> Early, and in layers whose outputs do not
 * stand out to begin with. On the names of Unicode characters (width 64, 128 ReLU neurons, 512
 * tokens a step, one thread) it begins after 1000 steps: 5.6, 5.7 and 5.4 against 5.2, 5.3 and 5.5
 * after 250; 5.9, 5.9 and 5.8 against 5.9, 5.5 and 5.9 after 500; 6.0, 6.2 and 6.1 against 5.6, 5.7
 * and 5.7 after 1000. Two threads, whose sums are rounded otherwise, make other runs of the same
 * seeds: 5.9, 6.2 and 6.1 against 5.8, 5.7 and 6.2 after 1000, so it does not hold yet; 6.2, 6.2
 * and 6.3 against 6.2, 5.7 and 5.6 after 2000; 6.3, 6.4 and 6.3 against 5.8, 5.8 and 5.5 after
 * 3000, and seeds 4 and 5 agree. (The highest of 64 independent normal outputs is 6.9 on average.)
 * On an invented language of 200 words it does not hold after 250 steps, 4.4, 4.8 and 5.2 against
 * 5.3, 4.7 and 5.1, nor in a two-layer model of width 16 on a language of arithmetic after 400,
 * 3.5, 3.7 and 3.5 against 3.8, 3.7 and 3.7.
 *
 * <p>Decorrelation raises the metric of {@code org.monosem.core.polysemanticity.decorrelation} in
 * every seed tried.
 *
 * <p><b>What it costs.</b> {@code benchmark regularisation} times steps of the one-layer model with
 * 512 neurons in turns. On one core, bfloat16, 4096 tokens a step, medians of 24 turns in each of
 * two runs on a busy machine: behind the block 0 to 3 % more than plain training; at the neurons 10
 * and 11 % (highest), 12 and 22 % (2 % of them), 9 and 13 % (moving threshold); decorrelation 11
 * and 6 %. The papers report 9.7 to 27 % for MEmeL and 1.5 to 3.4 % for L2E.
 */
@NullMarked
package org.monosem.harvest.transformer.regularisation;

import org.jspecify.annotations.NullMarked;
