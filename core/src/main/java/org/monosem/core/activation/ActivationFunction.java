package org.monosem.core.activation;

/**
 * The non-linearity between a dictionary's encoder and its features, as a value: hyper-parameters
 * only, no computation.
 *
 * <p>Kernels switch on {@link #name}; checkpoints write {@link #architecture}.
 */
public sealed interface ActivationFunction permits Relu, TopK {

  /** Returns the non-linearity {@code max(0, h)}. */
  static ActivationFunction relu() {
    return Relu.INSTANCE;
  }

  /**
   * Returns the non-linearity that keeps the {@code k} largest pre-activations of a row if
   * positive.
   *
   * @throws IllegalArgumentException if {@code k} is less than one
   */
  static ActivationFunction topK(int k) {
    return new TopK(k);
  }

  /** Returns the name by which kernels know this non-linearity. */
  String name();

  /** Returns the name by which SAELens's {@code cfg.json} knows a dictionary with it. */
  String architecture();
}
