package org.monosem.sae.toymodel;

import java.nio.file.Path;

/**
 * A training of toy models that can be left and gone on with: saved after any step that its
 * listener hears of, and restored into a training of the same settings, it ends with the bits of
 * one that was never left, on the same device with as many threads.
 */
public interface ResumableTraining extends AutoCloseable {

  /** Returns how many steps are done. */
  long step();

  /** Returns how many steps there are. */
  long steps();

  /**
   * Saves the training as it is, complete or not at all.
   *
   * @param folder gets two files, {@code state.json} and {@code state.safetensors}; one that stands
   *     there is replaced
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  void save(Path folder);

  /**
   * Puts what was saved in place of what this training has.
   *
   * @param folder to which a training of the same settings was saved
   * @throws IllegalArgumentException if it was one of other settings, naming the difference
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  void restore(Path folder);

  @Override
  void close();
}
