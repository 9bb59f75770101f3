/**
 * The ReLU autoencoder in which superposition was first shown (Elhage et al., Toy Models of
 * Superposition, 2022, sections "Demonstrating Superposition" and "The Geometry of Superposition").
 *
 * <p><b>The model.</b> Features {@code x [batch, features]} are zero but with probability {@code p}
 * (the paper's {@code 1 - S}), and then uniform in [0, 1). They pass through {@code hidden} fewer
 * dimensions and back, by one matrix {@code W [features, hidden]}, the transpose of the paper's:
 *
 * <pre>
 *   x' = ReLU(x W W' + b),    loss = mean over the batch of sum over i of I_i (x_i - x'_i)^2,
 * </pre>
 *
 * {@code I_i} a feature's importance, {@code decay^i} or the same for all. One instance a
 * probability, all trained together in one kernel, by Adam with decoupled decay, from {@code W}
 * normal of variance {@code 2 / (features + hidden)} and {@code b} zero, on fresh features each
 * step.
 *
 * <p><b>Reading it.</b> Row i of {@code W} is feature i's embedding. Its norm says whether the
 * feature is represented, its capacity (the paper's feature dimensionality, {@link
 * org.monosem.core.polysemanticity.capacity}) whether it shares. Of dense features the {@code
 * hidden} most important get one dimension each, the rest none; the sparser features are the more
 * are represented, with capacities between 0 and 1. {@code hidden / |W|^2}, dimensions by
 * represented feature, falls from 1, with a plateau at 1/2 (pairs of opposite features). Features
 * that share do so in small semi-orthogonal blocks: pairs, triangles, pentagons.
 *
 * <p><b>When it misleads.</b> No closed form exists; what is found depends on the start, and an
 * optimiser stopped early leaves capacities between the plateaus. Dense features of one importance
 * are all "represented" a little, since any projection is as good as another: look at capacities
 * only where importances differ or features are sparse. The features are independent and known,
 * which those of real models are not. The paper's norm is of a feature, not of a hidden unit: the
 * hidden space has no privileged basis, so nothing here says whether a unit is monosemantic.
 *
 * <p><b>Choices.</b> The published program's optimiser is AdamW with PyTorch's default decay 0.01,
 * and so is ours by default; its loss is the mean over features, ours the sum, as in the paper's
 * text, which Adam cannot tell apart but for epsilon. Its start is narrower for more instances, an
 * accident of its array's shape that is not repeated.
 */
@NullMarked
package org.monosem.sae.toymodel.superposition;

import org.jspecify.annotations.NullMarked;
