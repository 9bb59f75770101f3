/**
 * Engineered monosemanticity in the toy models of Jermyn, Schiefer and Hubinger (Engineering
 * Monosemanticity in Toy Models, arXiv 2211.09169): the same task at the same loss by units for one
 * feature each or by units for many, as the biases' start decides.
 *
 * <p><b>The model.</b> {@code N} features {@code v_j} in [0, 1), rarely present ({@link
 * org.monosem.sae.toymodel.engineered.ToyData}), are seen through a fixed random projection, {@code
 * x = v P}, {@code P [N, m]} with rows of length 1. The model {@code h = act(L1 x + b), y = L2 h}
 * ({@code L1 [k, m]}, {@code b [k]}, {@code L2 [out, k]}) is to say what the features were ({@link
 * org.monosem.sae.toymodel.engineered.ToyTask}). The loss is {@code |y - target|^2 + penalty *
 * sum_u |h_u|}: sum over outputs and units, mean over the batch. Weights start uniform within
 * {@code 1 / sqrt(fan in)}, biases too.
 *
 * <p><b>The engineering.</b> A number, -1, is added to the biases at the start: almost no unit
 * fires. In the first half of the training biases decay, {@code b <- b (1 - decay * rate)} after
 * each update, so they rise slowly, and each unit switches on for the one feature that it overlaps
 * most. What counts is {@code decay * rate * steps / 2}, 5.9 in the published runs: {@link
 * org.monosem.sae.toymodel.engineered.ToyRun#decayFor} keeps it in shorter ones. A decay that is
 * too small for the length leaves units silent and the loss high. {@code rate} is the peak; the
 * schedule is a cosine of period 1024 steps, never restarted, as in the authors' code.
 *
 * <p><b>The measure.</b> {@code r_u = max_j a_uj / (1e-10 + sum_j a_uj)}, {@code a_uj} what unit
 * {@code u} answers to feature {@code j} alone at value 1; monosemantic is {@code r_u > 0.999}
 * ({@link org.monosem.sae.toymodel.engineered.UnitMonosemanticity}). Read the count beside {@code
 * N} and beside the number of distinct features: several units may be for one feature. What the
 * other units do together is {@link org.monosem.sae.toymodel.engineered.ResidualBlock}.
 *
 * <p><b>What was found.</b> Minima of equal loss differ much in how many units are monosemantic; a
 * lower start of the biases, and more units, make it more. Monosemantic units have moderately
 * negative biases, the others small positive ones. Published are curves ({@code N = 512, m = 64, k
 * = 1024}, density 1/64), no table.
 *
 * <p><b>Measured</b> (one thread of a shared x86-64 processor). {@code toy engineered --quick}
 * ({@code N = 64, m = 32}, density 1/32, 2^14 steps of 128 rows, LAMB, rate 0.003, decay 0.24;
 * means of three seeds under the master seed 0), usual start against engineered: of 128 units 1.0
 * against 5.3 are monosemantic at 0.957 times the loss, of 256 units 2.7 against 15.3 at 0.945
 * times the loss; of 64 units, as many as features, 0 against 0.3 and at 1.23 times the loss.
 *
 * <p>At the paper's size ({@code N = 512, m = 64, k = 1024}, density 1/64), shorter and with
 * batches of 512 rows, one seed (0), {@code biasDecay * rate * steps / 2} kept at 5.9:
 *
 * <ul>
 *   <li>{@code toy engineered --units 1024 --batch 512 --steps 8192 --learning-rate 0.01}: 265
 *       units (263 features) against 623 units (502 of the 512 features), loss 1.089 against 0.925;
 *       after 4096 of these steps 16 against 91, loss 1.520 against 1.284. That is 2.4 times as
 *       many, not the factor 3 of the small models, at a loss that is 15 per cent lower; neither
 *       loss has come to rest. Monosemantic units have a mean bias of -0.60 in both, the others
 *       -0.05 and -0.07; what the others do together has a cosine of 0.41 and 0.58 to a scaled
 *       identity.
 *   <li>{@code ... --steps 4096} at rate 0.003: none in either, loss 1.685 against 1.676. 107 units
 *       were monosemantic after 512 steps, none after 1024: the bias had decayed before there was
 *       anything to hold it. Keeping the product is not enough, the rate and the steps must also
 *       let the model learn ({@code rate * steps / 2} is 6 here, 41 above and 197 in the published
 *       runs).
 * </ul>
 *
 * <p>Not run: the published 2^17 steps of 2^13 rows, other widths and densities at this size, other
 * seeds, GeLU and the other tasks at this size.
 *
 * <p><b>When it misleads.</b> A unit needs its bias below the largest overlap with a second
 * feature: with {@code sqrt(2 ln N / m)} near 1 or above ({@code N = 32, m = 8}) hardly any unit
 * can be monosemantic, whatever the training. The threshold is a cliff: one second feature at a
 * thousandth of the first counts as polysemantic. That monosemanticity costs no loss holds for this
 * task; the authors' later work (Towards Monosemanticity, related work) says it does not in
 * general.
 *
 * <p>Chosen here, where the sources leave it open: negative activations count as none for {@code x
 * exp(x)} as for GeLU; for absolute values units are asked with the value 1 only; the loss is
 * measured on rows of its own.
 */
@NullMarked
package org.monosem.sae.toymodel.engineered;

import org.jspecify.annotations.NullMarked;
