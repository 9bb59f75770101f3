/**
 * The monosemantic scale: how far an output lies from what its unit usually gives (Wang, Di, Chen
 * and Ng, Learning from Emergence, KDD 2024, arXiv 2312.11560; the selections and the false killing
 * rate are of its successor L2E, arXiv 2503.23298).
 *
 * <p><b>The formula.</b> Outputs {@code z [rows, units]} come in an order. For each
 *
 * <pre>
 *   phi(z) = (z - zbar)^2 / S^2,    zbar = mean,  S^2 = variance (divisor m - 1)
 * </pre>
 *
 * of the unit's m outputs <em>before</em> z. Mean and variance are carried along in double by
 * Welford's sums ({@link org.monosem.core.polysemanticity.scale.UnitMoments}), one update an
 * output; moments of parts of a stream join exactly (Chan, Golub and LeVeque 1979). {@link
 * org.monosem.core.polysemanticity.scale.MonosemanticScale} scores batches of activations, dense or
 * sparse, and sums up what it sees: neurons and SAE features alike.
 *
 * <p><b>Reading it.</b> The mean over a long stream is about 1 whatever the unit does: {@code (1 +
 * 1/m) (m - 1) / (m - 3)} after m normal outputs, which is infinite for m up to 3 and the reason
 * why the first rows are learnt from but not scored ({@link
 * org.monosem.core.polysemanticity.scale.ScaleOptions}). What tells units apart is how it is
 * spread: a unit that is on for one input in n, and the same otherwise, has {@code phi = (n - 1)(m
 * - 1)/m}, about n, where it is on and about {@code 1/n} elsewhere. So <em>the highest phi of an
 * input</em> ({@link org.monosem.core.polysemanticity.scale.ScaleReport#meanTopPhi}) is high where
 * some unit stands for that input alone, and sparse features have higher ones than dense neurons.
 *
 * <p><b>Selections.</b> The method of the paper ("inhibition") acts on the outputs of high phi: the
 * highest of each input, the highest 1 to 3 % of a layer, or all above a moving threshold ({@link
 * org.monosem.core.polysemanticity.scale.PhiSelection}, {@link
 * org.monosem.core.polysemanticity.scale.MovingThreshold}). {@link
 * org.monosem.core.polysemanticity.scale.FalseKillingRate} says which share of them was not what it
 * was taken for: of a pair of input and unit that was selected though the input is not of the
 * feature which the unit answers to best. Published for 1 % of a 70-million-parameter model: 5.2 %
 * on natural language, 21.8 % on a data subset, 67 % on code; the best fractions were 1 % (70M), 2
 * % (410M) and 3 % (2.8B).
 *
 * <p><b>When it misleads.</b> Phi asks how <em>rare</em> a value is, not what it means: a unit that
 * fires rarely, for ten unrelated things, scores like one that fires rarely for one. It grows with
 * sparsity alone, so compare a dictionary with a dictionary of the same L0. A unit that never
 * varied has no scale; the first time that it does is not scored (counted by {@link
 * org.monosem.core.polysemanticity.scale.ScaleReport#unscored}). Weights that move under the
 * statistics, as in training, make old outputs look odd. And whether less of it is better is
 * contested: see {@link org.monosem.core.polysemanticity.decorrelation}.
 */
@NullMarked
package org.monosem.core.polysemanticity.scale;

import org.jspecify.annotations.NullMarked;
