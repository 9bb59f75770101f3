package org.monosem.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import org.monosem.core.kernel.KernelModule;

/**
 * Computes the active entries of {@code relu(x wEnc^T + bEnc)} without keeping a dense row: the
 * product goes through tiles of rows, whose positive entries alone are kept.
 *
 * <p>Owns a buffer of {@code [tileRows, dSae]} and, for the bfloat16 precisions, the weights'
 * bfloat16 form, {@code [dSae, dIn and some 5 to 36 more]}. Not safe for use by several threads.
 */
public final class ReluEncoder {
  private static final KernelModule KERNELS = KernelModule.load(ReluEncoder.class, "relu.py");

  /** Columns beyond {@code dIn}: norms and bias. */
  private static final int EXTRA_COLUMNS = 5;

  /** Inner sizes that are a multiple of this keep matrix units full. */
  private static final int ALIGNMENT = 32;

  private final Precision precision;
  private final int tileRows;
  private final NDArray buffer;
  private final @Nullable NDArray weights;
  private final double slack;

  private ReluEncoder(NDManager manager, Precision precision, Sizes sizes, DataType type) {
    this.precision = precision;
    this.tileRows = sizes.tileRows();
    this.slack = slack(sizes.dIn());
    if (precision.low()) {
      NDArray like = manager.zeros(new Shape(1));
      this.buffer = lowBuffer(manager, like, sizes.tileRows(), sizes.dSae());
      this.weights = lowBuffer(manager, like, sizes.dSae(), innerSize(sizes.dIn()));
      like.close();
    } else {
      this.buffer = manager.zeros(new Shape(sizes.tileRows(), sizes.dSae()), type);
      this.weights = null;
    }
  }

  /**
   * The sizes of an encoder.
   *
   * @param dSae the number of features
   * @param dIn the width of a row
   * @param tileRows how many rows are multiplied at a time: bounds the buffer, and is fastest where
   *     a tile stays in the processor's cache
   */
  public record Sizes(int dSae, int dIn, int tileRows) {
    /** Checks that all are positive. */
    public Sizes {
      if (dSae < 1 || dIn < 1 || tileRows < 1) {
        throw new IllegalArgumentException(
            "encoder: expected sizes of at least 1, got dSae "
                + dSae
                + ", dIn "
                + dIn
                + ", tileRows "
                + tileRows);
      }
    }
  }

  /**
   * Makes an encoder; call {@link #refresh} before the first use.
   *
   * @param manager the owner of the buffers
   * @param type float32; float64, for checks, goes with {@link Precision#FP32} only
   * @throws IllegalArgumentException if the precision does not fit the type or the device
   */
  public static ReluEncoder of(NDManager manager, Precision precision, Sizes sizes, DataType type) {
    if (precision != Precision.FP32 && type != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "precision: " + precision + " needs float32 arrays, got " + type);
    }
    if (precision == Precision.TF32
        && !(manager.getDevice().isGpu() && "1".equals(System.getenv(Precision.TF32_SWITCH)))) {
      throw new IllegalArgumentException(
          "precision: TF32 needs a GPU and "
              + Precision.TF32_SWITCH
              + "=1 in the environment, got device "
              + manager.getDevice());
    }
    return new ReluEncoder(manager, precision, sizes, type);
  }

  /** Returns the precision of the product. */
  public Precision precision() {
    return precision;
  }

  /** Tells the encoder that the weights are new or have changed; must be called before encoding. */
  public void refresh(NDArray wEnc, NDArray bEnc) {
    NDArray into = weights;
    if (into != null && precision == Precision.BF16) {
      KERNELS.run("low_weights", wEnc, bEnc, into);
    } else if (into != null) {
      KERNELS.run("certified_weights", wEnc, bEnc, slack, into);
    }
  }

  /**
   * Returns all active entries of a batch.
   *
   * @param owner of the result
   * @param rows {@code [batch, dIn]}, centred if the dictionary wants it, contiguous
   * @param wEnc {@code [dSae, dIn]}, as given to {@link #refresh}
   * @param bEnc {@code [dSae]}, as given to {@link #refresh}
   */
  public ActiveEntries encode(NDManager owner, NDArray rows, NDArray wEnc, NDArray bEnc) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray none = scope.create(new Shape(0), DataType.INT64);
      return encode(owner, rows, wEnc, bEnc, new EntrySelection(none, 0));
    }
  }

  /**
   * Returns the active entries of a batch that a selection asks for.
   *
   * @param owner of the result
   * @param rows {@code [batch, dIn]}, centred if the dictionary wants it, contiguous
   * @param wEnc {@code [dSae, dIn]}, as given to {@link #refresh}
   * @param bEnc {@code [dSae]}, as given to {@link #refresh}
   * @param selection features to leave out, and room
   */
  public ActiveEntries encode(
      NDManager owner, NDArray rows, NDArray wEnc, NDArray bEnc, EntrySelection selection) {
    NDArray low = weights;
    NDArray skip = selection.skip();
    long room = selection.capacity();
    NDList entries;
    if (low == null) {
      entries = KERNELS.call(owner, "encode_exact", rows, wEnc, bEnc, buffer, skip, room);
    } else if (precision == Precision.BF16) {
      entries = KERNELS.call(owner, "encode_low", rows, low, buffer, skip, room);
    } else {
      entries =
          KERNELS.call(owner, "encode_certified", rows, wEnc, bEnc, low, slack, buffer, skip, room);
    }
    return new ActiveEntries(entries.get(0), entries.get(1), entries.get(2), entries.get(3));
  }

  /** Returns how many rows are multiplied at a time. */
  public int tileRows() {
    return tileRows;
  }

  /** Returns how many bytes an encoder of these sizes holds. */
  public static long bytes(Precision precision, Sizes sizes) {
    long tile = (long) sizes.tileRows() * sizes.dSae();
    return precision.low()
        ? 2 * tile + 2L * sizes.dSae() * innerSize(sizes.dIn())
        : Float.BYTES * tile;
  }

  /** Twice the bound n u of a float32 sum, for two sums, with room for the added columns. */
  private static double slack(int dIn) {
    return (dIn + 64) * 0x1p-23;
  }

  private static int innerSize(int dIn) {
    return (dIn + EXTRA_COLUMNS + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static NDArray lowBuffer(NDManager manager, NDArray like, int rows, int columns) {
    return KERNELS.callForArray(manager, "low_buffer", like, rows, columns);
  }
}
