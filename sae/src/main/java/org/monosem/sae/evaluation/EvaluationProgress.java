package org.monosem.sae.evaluation;

import java.util.OptionalLong;

/**
 * How far an evaluation has come.
 *
 * @param stage what is being done
 * @param done rows, contexts or features behind, see {@link EvaluationStage}
 * @param total rows, contexts or features in all, if known beforehand
 */
public record EvaluationProgress(EvaluationStage stage, long done, OptionalLong total) {}
