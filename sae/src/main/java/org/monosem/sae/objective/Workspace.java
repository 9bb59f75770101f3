package org.monosem.sae.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;

/**
 * The buffers that every step of a training reuses: those of the encoder, and two of {@code
 * [tileRows, dSae]} that only dense products need and so only they allocate.
 *
 * <p>They bound a step's memory: no array of {@code batch x dSae} exists. Owned by the manager
 * given; not safe for use by several threads.
 */
public final class Workspace {
  /** Lists of features that a step needs, with room for the last one that has changed. */
  private static final int KEPT_INDICES = 4;

  private final NDManager manager;
  private final Shape tile;
  private final DataType type;
  private final ReluEncoder encoder;
  private final boolean waitless;
  private @Nullable NDArray preActivations;
  private @Nullable NDArray featureGradients;
  private final Map<List<Integer>, NDArray> indices = new LinkedHashMap<>();

  private Workspace(
      NDManager manager, Shape tile, ReluEncoder encoder, DataType type, boolean waitless) {
    this.manager = manager;
    this.tile = tile;
    this.type = type;
    this.encoder = encoder;
    this.waitless = waitless;
  }

  /**
   * Returns buffers for steps of a dictionary.
   *
   * @param manager the owner of the buffers
   * @param precision of the encoder's product
   * @param sizes of the dictionary and of a tile
   * @param type float32, or float64 for checks
   * @throws IllegalArgumentException if the precision does not fit the type or the device
   */
  public static Workspace of(
      NDManager manager, Precision precision, ReluEncoder.Sizes sizes, DataType type) {
    boolean waitless = manager.getDevice().isGpu();
    ReluEncoder encoder = ReluEncoder.of(manager, precision, sizes, type);
    Shape tile = new Shape(sizes.tileRows(), sizes.dSae());
    return new Workspace(manager, tile, encoder, type, waitless);
  }

  /** Returns the same buffers for steps that never wait for the device, as on a GPU. */
  public Workspace withoutWaiting() {
    return new Workspace(manager, tile, encoder, type, true);
  }

  /**
   * Returns how many bytes of float32 a workspace holds once the dense path has run.
   *
   * @param precision of the encoder's product
   * @param sizes of the dictionary and of a tile
   */
  public static long bytes(Precision precision, ReluEncoder.Sizes sizes) {
    return ReluEncoder.bytes(precision, sizes) + 2L * Float.BYTES * sizes.tileRows() * sizes.dSae();
  }

  /** Returns whether active pairs get room beforehand, so that the host need not count them. */
  public boolean waitless() {
    return waitless;
  }

  ReluEncoder encoder() {
    return encoder;
  }

  /** Returns int64 {@code [count]}; kept, because bringing them to a device takes a wait. */
  NDArray indices(List<Integer> features) {
    NDArray kept = indices.get(features);
    if (kept == null) {
      if (indices.size() == KEPT_INDICES) {
        Iterator<NDArray> oldest = indices.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
      long[] values = features.stream().mapToLong(Integer::longValue).toArray();
      kept = manager.create(values, new Shape(values.length));
      indices.put(List.copyOf(features), kept);
    }
    return kept;
  }

  NDArray preActivations() {
    if (preActivations == null) {
      preActivations = manager.zeros(tile, type);
    }
    return preActivations;
  }

  NDArray featureGradients() {
    if (featureGradients == null) {
      featureGradients = manager.zeros(tile, type);
    }
    return featureGradients;
  }
}
