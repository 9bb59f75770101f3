package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.kernel.KernelModule;

/**
 * Products of large square matrices into a buffer that is used again: the yardstick of what the
 * machine can do.
 */
final class MatrixProduct implements Contender {
  private static final KernelModule KERNELS = KernelModule.load(MatrixProduct.class, "product.py");
  private static final int PRODUCTS = 8;
  private static final int SMALLEST_SIDE = 256;
  private static final int LARGEST_SIDE = 8192;
  private static final int TRIALS = 3;

  /** The side is doubled until one run takes this long, so that slow machines stay quick. */
  private static final double LONG_ENOUGH_SECONDS = 0.03;

  private final NDManager manager;
  private final boolean bfloat16;
  private final NDArray a;
  private final NDArray b;
  private final NDArray out;

  private MatrixProduct(NDManager parent, boolean bfloat16, int side) {
    this.manager = parent.newSubManager();
    this.bfloat16 = bfloat16;
    this.a = manager.ones(new Shape(side, side));
    this.b = manager.ones(new Shape(side, side));
    this.out = manager.zeros(new Shape(side, side));
  }

  /** Returns products of the largest side that this device computes in a moment. */
  static MatrixProduct of(StepProblem problem, boolean bfloat16) {
    NDManager parent = problem.rows().getManager();
    int side = SMALLEST_SIDE;
    while (true) {
      MatrixProduct product = new MatrixProduct(parent, bfloat16, side);
      product.run(1);
      if (side == LARGEST_SIDE || product.shortestRun() >= LONG_ENOUGH_SECONDS) {
        return product;
      }
      product.manager.close();
      side *= 2;
    }
  }

  private double shortestRun() {
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIALS; i++) {
      long begun = System.nanoTime();
      run(1);
      shortest = Math.min(shortest, (System.nanoTime() - begun) / 1e9);
    }
    return shortest;
  }

  /** Returns the rate, in 10<sup>9</sup> floating-point operations a second. */
  double gigaflops(double secondsOfARun) {
    double side = a.getShape().get(0);
    return 2 * side * side * side * PRODUCTS / secondsOfARun / 1e9;
  }

  @Override
  public void run(int times) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray last =
          bfloat16
              ? KERNELS.callForArray(scope, "bfloat16", a, b, PRODUCTS * times)
              : KERNELS.callForArray(scope, "float32", a, b, out, PRODUCTS * times);
      last.get(0, 0).getFloat(); // waits for the device
    }
  }
}
