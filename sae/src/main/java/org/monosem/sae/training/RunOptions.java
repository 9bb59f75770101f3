package org.monosem.sae.training;

import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;

/**
 * What a run begins with, tells and leaves.
 *
 * @param start the dictionary to start from, or null for the recipe's own start
 * @param listener hears of everything
 * @param reportEvery steps between two reports
 * @param checkpoints where the state is kept, or null for nowhere
 * @param checkpointEvery steps between two checkpoints
 */
record RunOptions(
    @Nullable SparseAutoencoder start,
    TrainingListener listener,
    long reportEvery,
    @Nullable CheckpointFolder checkpoints,
    long checkpointEvery) {}
