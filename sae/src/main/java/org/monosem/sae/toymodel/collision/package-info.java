/**
 * Polysemanticity by accident of the start (Lecomte, Thaman, Schaeffer, Bashkansky, Chow, Koyejo:
 * What Causes Polysemanticity? An Alternative Origin Story of Mixed Selectivity from Incidental
 * Causes, arXiv 2312.03096).
 *
 * <p><b>The model.</b> {@code y = ReLU(W W' x)}, {@code W [features, units]}, on the n basis
 * vectors, with {@code loss = sum of squared errors + l1 |W|_1}, from {@code W} normal of variance
 * {@code 1 / units}. There is room for a unit a feature, and the loss wants it: the L1 term lets
 * every row keep one entry of size 1. Which one is decided by the start, independently for each
 * feature, so two features may choose the same unit. With opposite signs they do not disturb each
 * other, the ReLU hides it, and the collision stays.
 *
 * <p><b>Collisions</b> ({@link org.monosem.sae.toymodel.collision.CollisionTrainer}). A unit is on
 * for a feature if {@code 0.8 <= |W_ik| <= 1.2}, polysemantic if on for at least two. Of {@code n^2
 * / 2} pairs one in {@code units} collides and half of these have opposite signs: {@code n^2 / (4
 * units)} polysemantic units are predicted.
 *
 * <p><b>Sparsification</b> ({@link org.monosem.sae.toymodel.collision.Sparsification}). Why one
 * entry is left: the entries of a row under {@code dw = (1 - |w|^2) w - lambda}, sign aside, those
 * that reach 0 staying there. {@code |w|_1 ~ 1 / (1 / sqrt(units) + lambda t)}, and the square of
 * that survive. The laws are asymptotic: simulated norms lie 14 to 40 per cent, survivors 1.5 to 3
 * times above them, while the slopes on logarithmic axes agree.
 *
 * <p><b>Noise</b> ({@link org.monosem.sae.toymodel.collision.NoiseTrainer}). Without an L1 term
 * noise on the hidden units sparsifies too if its excess kurtosis is negative, as that of {@code
 * +-sigma} is, but normal noise does not: {@code sum over k of W_ik^4} rises towards 1 for the one
 * and stays near {@code 3 / units}, that of a normal row of norm 1, for the other.
 *
 * <p><b>Measured</b> (seed 0, one thread of a shared x86-64 processor). The published training,
 * 7,500 steps, {@code n = 256}, {@code toy collisions --units ...} with fewer networks than the 16
 * published ones:
 *
 * <pre>
 *   units   n^2 / (4 units)   polysemantic units   standard error   networks
 *    256         64                 70.6                1.7             8
 *    512         32                 25.8                0.7             6
 *   1024         16                  9.5                1.9             4
 *   2048          8                  5.0                2.0             2
 *   4096          4                  5.0                 -             1
 * </pre>
 *
 * <p>So the law holds in its trend and up to a factor between 0.6 and 1.25, counts of few networks
 * being what they are. The published row (1e5 entries, penalty 1e-5): slopes 0.992 of the norm and
 * 0.987 of the survivors against their laws. The published noise, 1e5 steps, 8 starts: {@code sum
 * W_ik^4} goes from 0.17 to 0.20 at the start to 0.31, 0.78 and 0.79 under {@code +-0.07, +-0.1,
 * +-0.15}, and to 0.16, 0.16 and 0.15 under normal noise. Not run: the other eleven widths, and 16
 * networks of each.
 *
 * <p><b>When it misleads.</b> The counts are random: where 2 are expected the mean over 16 starts
 * still has a standard error of a third of one. The prediction counts no unit that is on for three.
 * Where {@code units} is not above {@code features} features also lose (no unit on), and the
 * prediction is no guide: half of it is counted for 32 features and as many units, 1.1 times it for
 * 256 and 256. The inputs are one feature at a time: a collision costs nothing here, which is the
 * paper's point, but among features that occur together it would.
 *
 * <p><b>Choices.</b> AdamW has PyTorch's default decay 0.01. The published experiments are {@code n
 * = 256} with 256 to 4096 units, and {@code n = 8} with 16 for the noise.
 */
@NullMarked
package org.monosem.sae.toymodel.collision;

import org.jspecify.annotations.NullMarked;
