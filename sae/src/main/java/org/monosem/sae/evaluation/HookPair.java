package org.monosem.sae.evaluation;

import org.monosem.core.HookPoint;

/**
 * Where a dictionary reads and where its output is put in place; the same but for transcoders.
 *
 * @param input whose activations are encoded
 * @param output whose activations are replaced
 */
public record HookPair(HookPoint input, HookPoint output) {}
