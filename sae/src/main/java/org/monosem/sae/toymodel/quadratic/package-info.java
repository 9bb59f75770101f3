/**
 * The quadratic toy model of Scherlis, Sachan, Jermyn, Benton and Shlegeris (Polysemanticity and
 * Capacity in Neural Networks, arXiv 2210.01892, sections 3 and 4): the one model of superposition
 * with a closed-form optimum, which says how much capacity each feature gets.
 *
 * <p><b>The model.</b> Features {@code x_i} are independent with mean 0 and variance 1; the target
 * is {@code y = sum_i v_i x_i^2}, {@code v_i > 0} a feature's importance. Embedding rows {@code W
 * [features, dims]} give hidden units {@code (W^T x)_k}, which are squared and summed; a free bias
 * takes the mean away. With {@code F = Var(x_i^2)}, the kurtosis less one, the expected squared
 * error is
 *
 * <pre>
 *   L(W) = F sum_i (v_i - |W_i|^2)^2 + 2 sum_{i != j} (W_i . W_j)^2.
 * </pre>
 *
 * <p><b>The optimum.</b> In terms of capacity {@code C_i = |W_i|^4 / sum_j (W_i . W_j)^2}, whose
 * sum is at most {@code dims}, the best norm is {@code |W_i|^2 = F v_i C_i / (2 + (F-2) C_i)} and
 * leaves the loss {@code 2 F v_i^2 (1 - C_i) / (2 + (F-2) C_i)}. What a little more capacity gains,
 * {@code 2 F^2 v_i^2 / (2 + (F-2) C_i)^2}, falls with {@code C_i} if {@code F > 2}: features share
 * dimensions, {@code C_i = clip((F v_i sqrt(2/lambda) - 2) / (F - 2), 0, 1)} with one price {@code
 * lambda} that uses all dimensions up. It does not fall if {@code F <= 2}: the {@code dims} most
 * important features get a dimension each, the others none.
 *
 * <p><b>Reading it.</b> Three phases in the importance of a feature: ignored up to {@code sqrt(2
 * lambda) / F}, shared above, alone from {@code sqrt(lambda / 2)} on; the two bounds are a factor
 * {@code F / 2} apart. Sparser features have a larger {@code F} ({@link
 * org.monosem.sae.toymodel.quadratic.FeatureDistribution}), hence more sharing.
 *
 * <p><b>When it misleads.</b> It is a statement about this model: no non-linearity besides the
 * square, no noise, a loss that knows only second and fourth moments. In networks with a ReLU
 * capacity is shared in small blocks (pairs, triangles), not in one; {@link
 * org.monosem.sae.toymodel.quadratic.NumericOptimum} finds one of the many optimal {@code W} of
 * this model, which are all rotations of each other or split into other blocks.
 */
@NullMarked
package org.monosem.sae.toymodel.quadratic;

import org.jspecify.annotations.NullMarked;
