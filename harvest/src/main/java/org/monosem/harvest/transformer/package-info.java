/**
 * GPT-2 transformers of any depth: reading and writing HuggingFace folders, forward passes with
 * hook points, training from scratch, and generation.
 *
 * <p>Axis names: {@code batch} contexts, {@code position} a token's place in its context, {@code
 * dModel} the residual stream, {@code dMlp} the hidden layer of an MLP, {@code vocabulary} token
 * ids.
 */
@NullMarked
package org.monosem.harvest.transformer;

import org.jspecify.annotations.NullMarked;
