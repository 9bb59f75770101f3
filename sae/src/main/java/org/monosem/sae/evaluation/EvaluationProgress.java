package org.monosem.sae.evaluation;

import java.util.OptionalLong;

/**
 * How far an evaluation has come.
 *
 * @param stage what is being done
 * @param done rows or contexts behind, see {@link EvaluationStage}
 * @param total rows or contexts in all, if known beforehand
 */
public record EvaluationProgress(EvaluationStage stage, long done, OptionalLong total) {}
