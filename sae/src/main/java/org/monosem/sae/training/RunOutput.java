package org.monosem.sae.training;

import org.jspecify.annotations.Nullable;

/**
 * What a run tells and leaves.
 *
 * @param listener hears of everything
 * @param reportEvery steps between two reports
 * @param checkpoints where the state is kept, or null for nowhere
 * @param checkpointEvery steps between two checkpoints
 */
record RunOutput(
    TrainingListener listener,
    long reportEvery,
    @Nullable CheckpointFolder checkpoints,
    long checkpointEvery) {}
