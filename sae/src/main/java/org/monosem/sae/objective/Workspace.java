package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that every step of a training reuses: {@code [tileRows, dSae]} for pre-activations,
 * and a second one of that shape that only the dense path needs and so only it allocates.
 *
 * <p>They bound a step's memory: no array of {@code batch x dSae} exists. Owned by the manager
 * given; not safe for use by several threads.
 */
public final class Workspace {
  private final NDManager manager;
  private final Shape shape;
  private final DataType type;
  private final NDArray preActivations;
  private @Nullable NDArray featureGradients;

  private Workspace(NDManager manager, Shape shape, DataType type) {
    this.manager = manager;
    this.shape = shape;
    this.type = type;
    this.preActivations = manager.zeros(shape, type);
  }

  /**
   * Returns buffers for steps of a dictionary.
   *
   * @param manager the owner of the buffers
   * @param tileRows how many rows one tile holds, at least one
   * @param dSae the number of features
   * @param type float32, or float64 for checks
   */
  public static Workspace of(NDManager manager, int tileRows, int dSae, DataType type) {
    if (tileRows < 1) {
      throw new IllegalArgumentException("tileRows: expected at least 1, got " + tileRows);
    }
    return new Workspace(manager, new Shape(tileRows, dSae), type);
  }

  NDArray preActivations() {
    return preActivations;
  }

  NDArray featureGradients() {
    if (featureGradients == null) {
      featureGradients = manager.zeros(shape, type);
    }
    return featureGradients;
  }
}
