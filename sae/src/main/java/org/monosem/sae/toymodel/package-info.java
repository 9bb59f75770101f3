/**
 * Toy models in which superposition and its opposite can be watched, and where possible solved:
 * small networks on artificial features, one package an experiment.
 *
 * <p>Published sizes take hours on a processor, so every training is a {@link
 * org.monosem.sae.toymodel.ResumableTraining}: it may be saved after any step that its listener
 * hears of, and goes on from there to the bits of one that was never left. What a step draws is a
 * pure function of the seed and the step, so a checkpoint ({@link
 * org.monosem.sae.toymodel.ToyCheckpoint}) holds no generator: the weights, the optimiser's
 * moments, the step, and what was measured on the way.
 *
 * <pre>{@code
 * try (EngineeredTrainer trainer = new EngineeredTrainer(plan, runs, device)) {
 *   if (ToyCheckpoint.isIn(folder)) {
 *     trainer.restore(folder); // refuses one of another plan or other runs
 *   }
 *   trainer.train(listener);
 *   trainer.save(folder);
 * }
 * }</pre>
 */
@NullMarked
package org.monosem.sae.toymodel;

import org.jspecify.annotations.NullMarked;
