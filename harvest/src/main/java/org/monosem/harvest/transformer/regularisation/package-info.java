/**
 * What a transformer's training may do to the activations of chosen MLP layers, for or against
 * monosemantic neurons; a finished model knows nothing of it.
 *
 * <p><b>Inhibition</b> ({@link org.monosem.harvest.transformer.regularisation.Inhibition}; Wang,
 * Di, Chen and Ng, Learning from Emergence, KDD 2024, arXiv 2312.11560; L2E, arXiv 2503.23298).
 * Behind the activation {@code z [inputs, dMlp]} of a layer every output is scored by {@code phi =
 * (z - zbar)^2 / S^2} against what its neuron gave before (see {@code
 * org.monosem.core.polysemanticity.scale}), and those of high phi are held back. Of a chosen output
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
 * placement is the papers'; the form of reverse deactivation and its limitation to training are our
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
 * on most tasks at 2.8 billion parameters and losses on ARC-Easy, at 1.5 to 3.4 % more time; Yan et
 * al. report more preferred answers with <em>more</em> decorrelation. Measured here, on a two-layer
 * model of width 16 with 48 ReLU neurons a layer and an invented language, three seeds: the log
 * loss (weight 0.01, the highest output) lowers the mean highest phi of its layer after 250 steps
 * from 14.8, 1051 and 11.9 to 3.1, 3.5 and 2.7, at a held-out loss of 3.50, 3.61 and 3.46 instead
 * of 3.17, 3.38 and 3.17. Reverse deactivation of the highest output alone does not lower it
 * reliably: after 1000 steps 21.7, 302 and 7.8 instead of 10.7, 32.0 and 8.4; of 15 % of the
 * outputs, 8.4, 11.1 and 8.3, at a held-out loss of 1.48, 2.27 and 1.43 instead of 1.09, 1.57 and
 * 1.08. (A phi of hundreds is a neuron that had hardly fired before.) Decorrelation raises the
 * metric of {@code org.monosem.core.polysemanticity.decorrelation} in every seed.
 */
@NullMarked
package org.monosem.harvest.transformer.regularisation;

import org.jspecify.annotations.NullMarked;
