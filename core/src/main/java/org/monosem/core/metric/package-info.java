/**
 * How well a dictionary does: streaming statistics that accept batches, combine, and give a value.
 *
 * <p>Every sum runs in double precision and is compensated, so a value does not depend on the size
 * or order of the batches beyond rounding (about 1e-15 relative), and the accumulators of several
 * threads or machines can be combined in any order. The exceptions are the formulas that other
 * projects define batch by batch; they live in {@link
 * org.monosem.core.metric.LegacyExplainedVariance}.
 *
 * <p>Notation: {@code x} input rows, {@code x̂} their reconstruction, {@code e = x - x̂} the error,
 * all of shape {@code [batch, dIn]}; {@code f} feature activations; {@code E} the mean over rows;
 * {@code |v|²} the sum of squares over dims.
 */
@NullMarked
package org.monosem.core.metric;

import org.jspecify.annotations.NullMarked;
