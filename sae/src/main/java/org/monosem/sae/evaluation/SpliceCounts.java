package org.monosem.sae.evaluation;

/**
 * How much text is behind the figures of a splice.
 *
 * @param contexts the contexts behind every figure
 * @param batches how many batches they ran in
 * @param positions all positions of these contexts
 * @param editedPositions the positions whose activations were replaced
 */
public record SpliceCounts(long contexts, long batches, long positions, long editedPositions) {}
