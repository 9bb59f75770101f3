package org.monosem.sae.deadfeature;

import org.monosem.core.ActivationSource;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.RowScaling;

/**
 * Where a resampling takes its inputs from.
 *
 * @param source the activations
 * @param seed decides which rows are evaluated and which are drawn
 * @param scaling how its rows are taken apart and scaled
 * @param batch how many rows are evaluated at a time
 */
public record ResamplingData(ActivationSource source, Seed seed, RowScaling scaling, int batch) {}
