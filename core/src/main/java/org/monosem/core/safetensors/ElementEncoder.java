package org.monosem.core.safetensors;

import java.nio.ByteBuffer;

/** Elements to their little-endian bytes. Each method fills the buffer to its limit. */
final class ElementEncoder {
  private ElementEncoder() {}

  /** Encodes floats as a floating-point type, rounding to the nearest, ties to even. */
  static void floats(ElementType type, float[] values, int offset, ByteBuffer bytes) {
    switch (type) {
      case F32 -> bytes.asFloatBuffer().put(values, offset, bytes.remaining() / Float.BYTES);
      case F16 -> HalfPrecision.toFloat16(values, offset, bytes.asShortBuffer());
      case BF16 -> HalfPrecision.toBfloat16(values, offset, bytes.asShortBuffer());
      case F64 -> {
        for (int i = offset; bytes.hasRemaining(); i++) {
          bytes.putDouble(values[i]);
        }
      }
      default -> throw new IllegalArgumentException(type + " holds no floating-point numbers");
    }
  }

  /** Encodes doubles as a floating-point type, rounding once to the nearest, ties to even. */
  static void doubles(ElementType type, double[] values, int offset, ByteBuffer bytes) {
    for (int i = offset; bytes.hasRemaining(); i++) {
      double value = values[i];
      switch (type) {
        case F64 -> bytes.putDouble(value);
        case F32 -> bytes.putFloat((float) value);
        case F16 -> bytes.putShort(HalfPrecision.toFloat16(toOdd(value)));
        case BF16 -> bytes.putShort(HalfPrecision.toBfloat16(toOdd(value)));
        default -> throw new IllegalArgumentException(type + " holds no floating-point numbers");
      }
    }
  }

  /** Encodes integers as an integer type. */
  static void longs(ElementType type, long[] values, int offset, ByteBuffer bytes) {
    for (int i = offset; bytes.hasRemaining(); i++) {
      long value = values[i];
      switch (type.bytes()) {
        case 1 -> bytes.put((byte) value);
        case 2 -> bytes.putShort((short) value);
        case 4 -> bytes.putInt((int) value);
        default -> bytes.putLong(value);
      }
    }
  }

  /**
   * Checks that an integer type holds every value.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void requireRange(String name, ElementType type, long[] values) {
    int bits = 8 * type.bytes();
    boolean signed = type == ElementType.I8 || type == ElementType.I16 || type == ElementType.I32;
    long most =
        switch (type) {
          case BOOL -> 1;
          case U64, I64 -> Long.MAX_VALUE;
          default -> (1L << (signed ? bits - 1 : bits)) - 1;
        };
    long least = type == ElementType.I64 ? Long.MIN_VALUE : signed ? -most - 1 : 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] < least || values[i] > most) {
        throw new IllegalArgumentException(
            name + ": expected " + type + " values, got " + values[i] + " at element " + i);
      }
    }
  }

  /**
   * Rounds to a float so that a second rounding to fewer bits gives what one rounding would: an
   * inexact result takes the neighbour whose last bit is 1 (Boldo and Melquiond, "When double
   * rounding is odd", 2005).
   */
  private static float toOdd(double value) {
    float nearest = (float) value;
    boolean exact = nearest == value || Double.isNaN(value);
    if (exact || (Float.floatToRawIntBits(nearest) & 1) == 1) {
      return nearest;
    }
    return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }
}
