package org.monosem.core.activation;

import java.util.List;

/**
 * The non-linearity between a dictionary's encoder and its features, as a value: hyper-parameters
 * only, no computation. What is learned, a threshold for each feature for instance, lives with the
 * weights under the names that {@link #weights} gives.
 *
 * <table>
 *   <caption>With {@code h = x wEncᵀ + bEnc}</caption>
 *   <tr><th>function</th><th>feature {@code i}</th><th>weights beside the common four</th></tr>
 *   <tr><td>{@link Relu}</td><td>{@code max(0, h_i)}</td><td></td></tr>
 *   <tr><td>{@link TopK}</td><td>{@code max(0, h_i)} if among the {@code k} largest of the row</td>
 *       <td></td></tr>
 *   <tr><td>{@link JumpRelu}</td><td>{@code h_i} if {@code h_i > max(threshold_i, 0)}</td>
 *       <td>{@code threshold [dSae]}</td></tr>
 *   <tr><td>{@link Gated}</td>
 *       <td>{@code max(0, exp(rMag_i) (h_i - bEnc_i) + bMag_i)} if {@code h_i > 0}</td>
 *       <td>{@code rMag [dSae]}, {@code bMag [dSae]}</td></tr>
 * </table>
 *
 * <p>Dictionaries trained with BatchTopK or Matryoshka BatchTopK are JumpReLU dictionaries once
 * they are trained: their threshold is the estimate made in training, the same for every feature.
 *
 * <p>Kernels switch on {@link #name}; checkpoints write {@link #architecture}.
 */
public sealed interface ActivationFunction permits Relu, TopK, JumpRelu, Gated {

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

  /** Returns the non-linearity {@code h} where {@code h > max(threshold, 0)}, else zero. */
  static ActivationFunction jumpRelu() {
    return JumpRelu.INSTANCE;
  }

  /**
   * Returns the non-linearity that decides by one affine map of {@code h} and measures by another.
   */
  static ActivationFunction gated() {
    return Gated.INSTANCE;
  }

  /** Returns the name by which kernels know this non-linearity. */
  String name();

  /** Returns the name by which SAELens's {@code cfg.json} knows an autoencoder with it. */
  String architecture();

  /**
   * Returns the names of the weights, each of shape {@code [dSae]}, that it needs beside the common
   * four.
   */
  default List<String> weights() {
    return List.of();
  }
}
