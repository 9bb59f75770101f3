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
 * <p><b>Measured</b> (seed 0, one thread of a shared x86-64 processor). The published demonstration
 * in full ({@code toy superposition}: 10,000 steps of 1024 rows): features always present, the two
 * most important have capacities 1.000 and 0.999, the rest at most 0.002; {@code p} from 0.51 to
 * 0.10, four features in two pairs, capacities 0.46 to 0.52, the fifth with 0.06 at most; {@code p}
 * = 0.07 and 0.05, all five in one block, a pentagon, capacities 0.39 to 0.41.
 *
 * <p>The published geometry (200 features in 20 dimensions), trained in full for five of its 20
 * probabilities:
 *
 * <pre>
 *   p        hidden / |W|^2   represented   blocks
 *   1.000    1.002              1           (any projection is as good as another)
 *   0.455    0.526             38           19 pairs, capacities 0.50
 *   0.207    0.361             55           of 5, of 8 (three), 12 and 14
 *   0.094    0.205             92           one
 *   0.050    0.135            139           one
 * </pre>
 *
 * <p>Capacities sum to 19.98 to 20.00 of the 20 dimensions. Represented is {@code |W_i| >= 0.5},
 * blocks are of cosines above 0.2. Not run to the end: the other 15 probabilities (all 20 take
 * about twenty minutes of one free core).
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
