package org.monosem.sae.toymodel.engineered;

/** What the model is to say of the features behind its input. */
public enum ToyTask {
  /** The features themselves: {@code v}. */
  DECODER(0),
  /** Another random embedding of them: {@code v Q}, {@code Q} made as the input's {@code P}. */
  RE_PROJECTOR(1),
  /**
   * The sizes of features with a sign: {@code v = v1 - v2}, both drawn at half the density, target
   * {@code |v|}.
   */
  ABSOLUTE_VALUE(2);

  private final int code;

  ToyTask(int code) {
    this.code = code;
  }

  /** Returns the number by which the kernels know it. */
  int code() {
    return code;
  }
}
