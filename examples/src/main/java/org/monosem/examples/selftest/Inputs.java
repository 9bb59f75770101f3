package org.monosem.examples.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/**
 * Random arguments of kernels. Two objects of one seed give the same numbers, which float32 can
 * hold: one as float32 on a device, the other as float64 on the CPU, the reference.
 */
final class Inputs {
  private final NDManager manager;
  private final boolean reference;
  private final SplittableRandom random;

  Inputs(NDManager manager, boolean reference, Seed seed) {
    this.manager = manager;
    this.reference = reference;
    this.random = seed.random();
  }

  /** Returns whether this run is the reference, which may go another way. */
  boolean reference() {
    return reference;
  }

  /** Returns the owner of the arguments. */
  NDManager manager() {
    return manager;
  }

  /** Standard normal numbers. */
  NDArray normal(long... shape) {
    return normal(1, shape);
  }

  /** Normal numbers of a deviation. */
  NDArray normal(double deviation, long... shape) {
    double[] values = new double[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return reals(values, shape);
  }

  /**
   * Normal numbers rounded to whole eighths. Their sums of products are exact in float32, and never
   * zero with {@link #oddBias}: no pre-activation can fall on the other side of a ReLU.
   */
  NDArray eighths(double deviation, long... shape) {
    return rounded(deviation * 8, 0, 8, shape);
  }

  /** Normal numbers rounded to odd multiples of 1/128. */
  NDArray oddBias(double deviation, long... shape) {
    return rounded(deviation * 64, 0.5, 64, shape);
  }

  private NDArray rounded(double deviation, double shift, double parts, long... shape) {
    double[] values = new double[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (Math.rint(deviation * random.nextGaussian()) + shift) / parts;
    }
    return reals(values, shape);
  }

  /** Numbers between 0 and 1. */
  NDArray uniform(long... shape) {
    double[] values = new double[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return reals(values, shape);
  }

  /** Numbers given one by one. */
  NDArray reals(double[] values, long... shape) {
    if (reference) {
      return owned(manager.create(values, new Shape(shape)));
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return owned(manager.create(floats, new Shape(shape)));
  }

  /** Whole numbers from 0 to below a bound, int64. */
  NDArray integers(int bound, long... shape) {
    long[] values = random.longs(size(shape), 0, bound).toArray();
    return owned(manager.create(values, new Shape(shape)));
  }

  /** Some of the numbers below a bound, each once, ascending, int64. */
  NDArray chosen(int count, int bound) {
    long[] values = random.ints(0, bound).distinct().limit(count).sorted().asLongStream().toArray();
    return owned(manager.create(values));
  }

  /** What a kernel is to write into: NaN wherever it does not. */
  NDArray poisoned(long... shape) {
    return manager.full(new Shape(shape), Float.NaN, real());
  }

  /** Zeros, to be added to. */
  NDArray zeros(long... shape) {
    return manager.zeros(new Shape(shape), real());
  }

  /** Bytes on the CPU that are all set, whatever device this is for. */
  static NDArray poisonedBytes(NDManager cpu, int count) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(count);
    for (int i = 0; i < count; i++) {
      bytes.put(i, (byte) -1);
    }
    return owned(cpu.create(bytes, new Shape(count), DataType.UINT8));
  }

  private DataType real() {
    return reference ? DataType.FLOAT64 : DataType.FLOAT32;
  }

  /** Arrays made from Java's buffers share their memory, which may not be aligned. */
  private static NDArray owned(NDArray aliasing) {
    NDArray copy = aliasing.duplicate();
    aliasing.close();
    return copy;
  }

  private static int size(long... shape) {
    return Math.toIntExact(new Shape(shape).size());
  }
}
