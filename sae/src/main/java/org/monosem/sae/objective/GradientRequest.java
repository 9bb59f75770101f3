package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;

/**
 * One batch to differentiate.
 *
 * @param rows the activations, {@code [batch, dIn]}
 * @param penaltyFactor what the penalty's coefficient is multiplied with at this step (warm-up)
 * @param route which of the equivalent ways to take
 */
public record GradientRequest(NDArray rows, double penaltyFactor, StepRoute route) {}
