package org.monosem.examples.benchmark;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.monosem.core.encoder.Precision;
import org.monosem.core.random.Seed;

/**
 * What is measured of a training step, and how.
 *
 * @param shape the sizes
 * @param precision of our encoder's product; null for the faster of those that are exact
 * @param threads how many threads an operator runs on, on the CPU
 * @param repeats how often everything is timed, at least one
 * @param seed of the data and the dictionary
 * @param peer the interpreter of a Python with torch and numpy whose steps are timed in the same
 *     run; null for none
 * @param peerCompiled whether the peers' forward pass goes through torch.compile
 * @param keepData where the data are written for {@code peer_step.py}; null for nowhere
 */
public record StepOptions(
    StepShape shape,
    @Nullable Precision precision,
    int threads,
    int repeats,
    Seed seed,
    @Nullable String peer,
    boolean peerCompiled,
    @Nullable Path keepData) {}
