package org.monosem.core.kernel;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** How many threads one operator on the CPU runs on; a setting of libtorch, not of this library. */
public final class CpuThreads {
  private CpuThreads() {}

  /** Returns how many threads an operator called from this thread runs on. */
  public static int count() {
    Engine.getEngine("PyTorch");
    return JniUtils.getNumThreads();
  }

  /**
   * Sets how many threads an operator called from this thread runs on. Results depend on it in
   * their last bits, so a training is repeatable only with the same count.
   *
   * @param threads at least one
   * @throws IllegalArgumentException if there are fewer
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
    }
    Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
  }
}
