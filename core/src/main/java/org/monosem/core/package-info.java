/**
 * What a dictionary computes: activations in, feature activations out, and back.
 *
 * <p>Axis names used in every shape of this library: {@code batch} rows of activations, {@code dIn}
 * the width of the layer they come from, {@code dSae} the number of features of a dictionary,
 * {@code position} a token's place in its context, {@code vocabulary} the tokens of a tokenizer.
 */
@NullMarked
package org.monosem.core;

import org.jspecify.annotations.NullMarked;
