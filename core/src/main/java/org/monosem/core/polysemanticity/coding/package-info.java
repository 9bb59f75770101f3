/**
 * Estimates of coding theory: how many dimensions sparse features need, what redundancy costs, and
 * how the variance of a layer falls (Marshall and Kirchner, Understanding polysemanticity in neural
 * networks through coding theory, 2024, and its supplement).
 *
 * <p><b>Sparse sources</b> ({@link org.monosem.core.polysemanticity.coding.SparseSource}). Of n
 * features each is zero with probability S, and else holds H bits:
 *
 * <pre>
 *   entropy = n [(1 - S) H - S log2 S - (1 - S) log2(1 - S)]
 *   m / n   = (1 - S) + h(S) / H          dimensions of H bits that a feature needs
 * </pre>
 *
 * 0.1147 for S = 0.9 and 32 bits, 0.0125 for S = 0.99: a perfect code packs 80 features of that
 * kind into a dimension.
 *
 * <p><b>Dropout</b> at rate D leaves a neuron of C bits at most {@code C (1 - D)}, and at least
 * that times {@code 1 + log(1 - 2^-C)} ({@link
 * org.monosem.core.polysemanticity.coding.DropoutCapacity}).
 *
 * <p><b>Spectra.</b> If the deviations along m principal components fall as {@code i^-|alpha|}, a
 * layer of n bits a neuron holds at most {@code m n - |alpha| m log(m / e)}; the action of a random
 * projection is {@code E = trace(Sigma) / 2}, for variances {@code i^-|alpha|} about {@code
 * zeta(|alpha|) / 2} ({@link org.monosem.core.polysemanticity.coding.PowerLawSpectrum}). A steep
 * spectrum is a code with much redundancy.
 *
 * <p><b>A layer measured.</b> {@link org.monosem.core.polysemanticity.coding.CovarianceAccumulator}
 * takes activations {@code [rows, width]} and gives the variances of the principal components; the
 * decay is the negative slope of {@code ln variance} over {@code ln rank}, with r² beside it
 * ({@link org.monosem.core.polysemanticity.coding.PcaSpectrum#fit}). {@link
 * org.monosem.core.polysemanticity.coding.TrajectoryEnergy} is the sum of squared differences of
 * successive activations, whole and in a random projection on three dimensions.
 *
 * <p><b>Reading it.</b> {@code decay} near 0: all directions are used alike, features are packed as
 * a perfect code would pack them. Between 1 and 2: most of the variance lies in few directions. r²
 * below 0.9: it is no power law, and the decay depends on the range that was fitted.
 *
 * <p><b>When it misleads.</b> With fewer rows than dimensions the last components are zero (they
 * are left out), and with a few times as many they are too small: the decay is too large then.
 * Variance is not information: one outlier dimension makes a steep spectrum. The estimates for
 * sources assume independent features.
 *
 * <p><b>What is not known, and what we chose.</b> Bases of logarithms are not given: bits and base
 * 2, with natural ones as an option ({@link org.monosem.core.polysemanticity.coding.Logarithm}).
 * The supplement prints alpha without the absolute value; for a spectrum that falls its bound would
 * exceed {@code m n}, so we take it. Whether its {@code sigma_i} are deviations or variances
 * differs between its formulas: the entropy bound is right for deviations, the action for
 * variances, so give half the fitted decay to the former. The scale of the random projection is not
 * given; ours keeps the energy in the mean.
 */
@NullMarked
package org.monosem.core.polysemanticity.coding;

import org.jspecify.annotations.NullMarked;
