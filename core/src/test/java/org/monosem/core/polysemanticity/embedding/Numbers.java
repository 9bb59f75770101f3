package org.monosem.core.polysemanticity.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Numbers for tests, the same in every run. */
final class Numbers {
  private Numbers() {}

  /** Returns normal doubles that depend on the shape alone. */
  static NDArray normal(NDManager manager, long... shape) {
    Shape of = new Shape(shape);
    SplittableRandom random = Seed.of(of.size()).random();
    double[] values = new double[(int) of.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return manager.create(values, of);
  }
}
