package org.monosem.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.random.Seed;

/**
 * Activation rows held on the Java heap: for small sets, examples and tests.
 *
 * <p>Every pass is a uniformly random permutation of all rows, {@code
 * seed.at(pass).permutation(rows)}. A stream holds one such permutation, four bytes a row.
 *
 * <p>Immutable: the rows are copied when it is made.
 */
public final class InMemoryActivations implements ActivationSource {
  private final float[] values;
  private final int rows;
  private final int width;

  private InMemoryActivations(float[] values, int rows, int width) {
    this.values = values;
    this.rows = rows;
    this.width = width;
  }

  /**
   * Copies the rows of an array.
   *
   * @param rows shape {@code [rows, dIn]}, both at least one, float32, on any device
   * @throws IllegalArgumentException if the shape or the data type is another
   */
  public static InMemoryActivations of(NDArray rows) {
    Shape shape = rows.getShape();
    if (shape.dimension() != 2 || shape.size() == 0 || rows.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "activations: expected float32 [rows, dIn], neither empty, got "
              + rows.getDataType()
              + " "
              + shape);
    }
    return new InMemoryActivations(
        rows.toFloatArray(), Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)));
  }

  /**
   * Copies rows.
   *
   * @param rows {@code [rows, dIn]}, both at least one; at most 2<sup>31</sup> - 1 numbers in all
   * @throws IllegalArgumentException if there are no rows, or they are empty or of unequal length
   * @throws ArithmeticException if there are more numbers than that
   */
  public static InMemoryActivations of(float[]... rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException("activations: expected [rows, dIn], neither empty");
    }
    int width = rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != width) {
        throw new IllegalArgumentException(
            "activations: row 0 is " + width + " wide, row " + row + " is " + rows[row].length);
      }
      System.arraycopy(rows[row], 0, values, row * width, width);
    }
    return new InMemoryActivations(values, rows.length, width);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public ActivationStream open(Seed seed, long startRow) {
    if (startRow < 0) {
      throw new IllegalArgumentException("startRow: expected at least 0, got " + startRow);
    }
    return new Stream(seed, startRow);
  }

  private final class Stream implements ActivationStream {
    private final Seed seed;
    private long position;
    private int[] order;

    Stream(Seed seed, long startRow) {
      this.seed = seed;
      this.position = startRow;
      this.order = seed.at(startRow / rows).permutation(rows);
    }

    @Override
    public NDArray next(NDManager manager, int count) {
      if (count < 1) {
        throw new IllegalArgumentException("rows: expected at least 1, got " + count);
      }
      float[] batch = new float[Math.multiplyExact(count, width)];
      for (int row = 0; row < count; row++) {
        int place = (int) ((position + row) % rows);
        if (place == 0) {
          order = seed.at((position + row) / rows).permutation(rows);
        }
        System.arraycopy(values, order[place] * width, batch, row * width, width);
      }
      position += count;
      return manager.create(batch, new Shape(count, width));
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void close() {
      // Nothing is held but heap memory.
    }
  }
}
