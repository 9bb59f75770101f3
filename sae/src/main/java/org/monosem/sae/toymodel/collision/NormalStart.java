package org.monosem.sae.toymodel.collision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Weights before training. */
final class NormalStart {
  private NormalStart() {}

  /** Returns normal numbers of mean 0, each instance (the first axis) by its own seed. */
  static NDArray of(NDManager manager, Shape shape, double deviation, Seed seed) {
    float[] values = new float[Math.toIntExact(shape.size())];
    int own = values.length / (int) shape.get(0);
    for (int begin = 0; begin < values.length; begin += own) {
      SplittableRandom random = seed.at(begin / own).random();
      for (int i = begin; i < begin + own; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    }
    try (NDArray aliasing = manager.create(values, shape)) {
      return aliasing.duplicate();
    }
  }
}
