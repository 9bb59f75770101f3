package org.monosem.core.checkpoint;

/** What a dictionary predicts from the activations it encodes. */
public enum DictionaryKind {
  /** The activations themselves. */
  AUTOENCODER,
  /** The activations at another hook, of width {@code dOut}. */
  TRANSCODER,
  /** The activations at another hook, with a linear path beside the features: {@code x wSkipᵀ}. */
  SKIP_TRANSCODER
}
