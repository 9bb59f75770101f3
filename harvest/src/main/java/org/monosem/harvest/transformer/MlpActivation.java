package org.monosem.harvest.transformer;

/** The non-linearity of a transformer's MLP. */
public enum MlpActivation {
  /** {@code max(x, 0)}. */
  RELU(0, "relu"),
  /** {@code x Φ(x)} with the exact normal distribution function. */
  GELU(1, "gelu"),
  /** {@code x Φ(x)} with the hyperbolic-tangent approximation that GPT-2 was trained with. */
  GELU_NEW(2, "gelu_new");

  private final int kernelNumber;
  private final String huggingFaceName;

  MlpActivation(int kernelNumber, String huggingFaceName) {
    this.kernelNumber = kernelNumber;
    this.huggingFaceName = huggingFaceName;
  }

  /** Returns the number that the kernels know it by. */
  int kernelNumber() {
    return kernelNumber;
  }

  /** Returns the name in HuggingFace's {@code config.json}. */
  public String huggingFaceName() {
    return huggingFaceName;
  }

  /**
   * Returns the activation with a name of HuggingFace's.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  public static MlpActivation ofHuggingFaceName(String name) {
    return switch (name) {
      case "relu" -> RELU;
      case "gelu" -> GELU;
      case "gelu_new", "gelu_pytorch_tanh" -> GELU_NEW;
      default ->
          throw new IllegalArgumentException(
              "activation_function: expected one of relu, gelu, gelu_new, gelu_pytorch_tanh, got "
                  + name);
    };
  }
}
