package org.monosem.sae.deadfeature;

import org.monosem.core.ActivationSource;
import org.monosem.core.random.Seed;

/**
 * Where a resampling takes its inputs from.
 *
 * @param source the activations
 * @param seed decides which rows are evaluated and which are drawn
 * @param inputScale what raw activations are multiplied with
 * @param batch how many rows are evaluated at a time
 */
public record ResamplingData(ActivationSource source, Seed seed, double inputScale, int batch) {}
