package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The features that count as dead. The host knows them, and brings each list to the device once.
 * Not safe for use by several threads.
 */
public final class DeadFeatures implements AutoCloseable {
  private final NDManager manager;
  private final int[] features;
  private final Map<Integer, NDArray> below = new HashMap<>();

  /**
   * Makes a list.
   *
   * @param owner the parent of the manager of the arrays given out
   * @param features ascending; copied
   */
  public DeadFeatures(NDManager owner, int[] features) {
    this.manager = owner.newSubManager();
    this.features = features.clone();
  }

  /** Returns the features, ascending. */
  public int[] features() {
    return features.clone();
  }

  /** Returns whether the features are these. */
  public boolean are(int[] others) {
    return Arrays.equals(features, others);
  }

  /** Returns those below a number, int64 {@code [dead]}, ascending; owned by this object. */
  NDArray below(int feature) {
    return below.computeIfAbsent(
        feature,
        most -> {
          long[] few = Arrays.stream(features).filter(i -> i < most).asLongStream().toArray();
          return manager.create(few, new Shape(few.length));
        });
  }

  @Override
  public void close() {
    manager.close();
  }
}
