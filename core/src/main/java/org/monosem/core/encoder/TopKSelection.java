package org.monosem.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.monosem.core.kernel.CpuThreads;
import org.monosem.core.kernel.KernelModule;

/**
 * The {@code k} largest entries of every row of a matrix, exactly.
 *
 * <p>On the CPU every row is copied to the heap once, whose maxima of strided blocks one vectorised
 * pass takes; a bound follows from the maxima of groups of blocks, and only the blocks that reach
 * the bound (about {@code 1.2 k}) are read again, from the cache of the same core. On other devices
 * the {@code k} blocks with the largest maxima are gathered and searched: shapes are static and the
 * host waits for nothing.
 *
 * <p><b>Order and ties.</b> Entries of a row come by ascending column. NaN ranks above every
 * number, -0 and 0 are as good as equal to whoever applies ReLU afterwards. Of equal values at the
 * cut the CPU keeps the lowest columns; another device keeps whichever libtorch's {@code topk}
 * keeps there, the same for the same row.
 *
 * <p>Uses as many threads as libtorch does, by way of the common pool.
 *
 * <p>Has no state but its sizes: safe for use by several threads.
 */
public final class TopKSelection {
  private static final KernelModule KERNELS = KernelModule.load(TopKSelection.class, "topk.py");

  /** Elements that a thread takes at a time: few, so that all threads end at the same time. */
  private static final int PIECE = 1 << 16;

  /** Elements that are seen through one buffer, which may have at most 2 GiB. */
  private static final int SLAB = 1 << 26;

  private final int width;
  private final int k;
  private final BlockPlan plan;

  private TopKSelection(int width, int k) {
    this.width = width;
    this.k = k;
    this.plan = BlockPlan.of(width, k);
  }

  /**
   * Returns a selection of {@code k} out of {@code width}.
   *
   * @throws IllegalArgumentException if {@code k} is less than one or more than {@code width}
   */
  public static TopKSelection of(int width, int k) {
    if (k < 1 || k > width) {
      throw new IllegalArgumentException(
          "topk: k must be from 1 to the width of a row, " + width + ", got " + k);
    }
    return new TopKSelection(width, k);
  }

  /**
   * Selects onto the Java heap.
   *
   * @param rows float32 {@code [rows, width]}, contiguous
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public TopEntries select(NDArray rows) {
    check(rows);
    try (NDManager scope = rows.getManager().newSubManager()) {
      if (rows.getDevice().isGpu()) {
        NDList top = selectOnDevice(scope, rows);
        return new TopEntries(k, top.get(1).toIntArray(), top.get(0).toFloatArray());
      }
      return selectOnHeap(rows, scope);
    }
  }

  /**
   * Selects into arrays on the device of the rows.
   *
   * @param owner the owner of the result
   * @param rows float32 {@code [rows, width]}, contiguous
   * @return values float32 {@code [rows, k]} and columns int32 {@code [rows, k]}
   * @throws IllegalArgumentException if {@code rows} is not float32 of that shape
   */
  public NDList select(NDManager owner, NDArray rows) {
    check(rows);
    if (rows.getDevice().isGpu()) {
      return selectOnDevice(owner, rows);
    }
    TopEntries top = select(rows);
    Shape shape = new Shape(top.rows(), k);
    return new NDList(owner.create(top.values(), shape), owner.create(top.columns(), shape));
  }

  /** The kernel for devices other than the CPU, which runs on the CPU too. */
  NDList selectOnDevice(NDManager owner, NDArray rows) {
    return KERNELS.call(owner, "top_k", rows, k, BlockPlan.blocksOnDevice(width, k));
  }

  private TopEntries selectOnHeap(NDArray rows, NDManager scope) {
    int count = Math.toIntExact(rows.getShape().get(0));
    int entries = Math.multiplyExact(count, k);
    TopEntries result = new TopEntries(k, new int[entries], new float[entries]);
    Pass pass = new Pass(result);
    int slab = Math.max(1, SLAB / width);
    for (int begin = 0; begin < count; begin += slab) {
      NDArray view = rows.get(begin + ":" + Math.min(count, begin + slab));
      view.attach(scope);
      pass.over(view, begin);
      view.close();
    }
    return result;
  }

  private void check(NDArray rows) {
    Shape shape = rows.getShape();
    if (shape.dimension() != 2 || shape.get(1) != width || rows.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "topk: expected float32 [rows, width=%d], got %s %s"
              .formatted(width, rows.getDataType(), shape));
    }
  }

  /** A selection by several threads, which take pieces of a slab until none is left. */
  private final class Pass {
    private final TopEntries result;
    private final RowSelector[] selectors;
    private final int piece = Math.max(1, PIECE / width);

    Pass(TopEntries result) {
      this.result = result;
      int pieces = Math.max(1, (result.rows() + piece - 1) / piece);
      this.selectors = new RowSelector[Math.min(CpuThreads.count(), pieces)];
      Arrays.setAll(selectors, thread -> new RowSelector(width, k, plan));
    }

    void over(NDArray slab, int firstRow) {
      int rows = (int) slab.getShape().get(0);
      IntBuffer bits = slab.toByteBuffer(true).order(ByteOrder.nativeOrder()).asIntBuffer();
      AtomicInteger next = new AtomicInteger();
      Stream<RowSelector> threads = Arrays.stream(selectors);
      (selectors.length == 1 ? threads : threads.parallel())
          .forEach(selector -> takePieces(selector, bits, rows, next, firstRow));
    }

    private void takePieces(
        RowSelector selector, IntBuffer bits, int rows, AtomicInteger next, int firstRow) {
      for (int begin = next.getAndAdd(piece); begin < rows; begin = next.getAndAdd(piece)) {
        for (int row = begin; row < Math.min(rows, begin + piece); row++) {
          selector.select(bits, row * width, result, (firstRow + row) * k);
        }
      }
    }
  }
}
