package org.monosem.core.safetensors;

import java.nio.ShortBuffer;

/**
 * The 16-bit floating-point formats, converted by bit arithmetic.
 *
 * <p>To the short formats a value is rounded to the nearest, ties to even (IEEE 754
 * roundTiesToEven); what rounds beyond the largest finite value (65504 for binary16) becomes an
 * infinity. From them every value is exact. Signs, also of zeros, are kept, and a NaN stays a NaN:
 * the upper bits of its payload are kept and it is made quiet.
 */
public final class HalfPrecision {
  private static final int FLOAT_INFINITY = 0x7F800000;

  /** 2^112, the distance of the exponents' biases: 127 - 15. */
  private static final float SCALE = 0x1p112f;

  private HalfPrecision() {}

  /** Returns the bfloat16 code (the upper half of a binary32) nearest to a value. */
  public static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7FFFFFFF) > FLOAT_INFINITY) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /** Returns the value of a bfloat16 code. */
  public static float fromBfloat16(short code) {
    return Float.intBitsToFloat(code << 16);
  }

  /** Returns the binary16 code nearest to a value. */
  public static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > FLOAT_INFINITY) {
      return (short) (sign | 0x7E00 | ((magnitude >>> 13) & 0x3FF));
    } else if (magnitude >= 0x47800000) { // 2^16
      return (short) (sign | 0x7C00);
    } else if (magnitude >= 0x38800000) { // 2^-14, the smallest normal number
      int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
      return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }
    // Adding 1/2 aligns the last bit of the fraction with 2^-24, and the addition itself rounds.
    float aligned = Float.intBitsToFloat(magnitude) + 0.5f;
    return (short) (sign | (Float.floatToRawIntBits(aligned) - 0x3F000000));
  }

  /** Returns the value of a binary16 code. */
  public static float fromFloat16(short code) {
    int sign = (code & 0x8000) << 16;
    int magnitude = (code & 0x7FFF) << 13;
    if (magnitude >= 0x0F800000) {
      return Float.intBitsToFloat(sign | magnitude | FLOAT_INFINITY);
    }
    float scaled = Float.intBitsToFloat(magnitude) * SCALE;
    return Float.intBitsToFloat(sign | Float.floatToRawIntBits(scaled));
  }

  /**
   * Converts many values to bfloat16.
   *
   * @param values the values, from {@code offset} on
   * @param codes receives one code a value, as many as it has room for
   */
  public static void toBfloat16(float[] values, int offset, ShortBuffer codes) {
    for (int i = offset; codes.hasRemaining(); i++) {
      codes.put(toBfloat16(values[i]));
    }
  }

  /** Converts all codes that the buffer holds from bfloat16, into {@code values} from an offset. */
  public static void fromBfloat16(ShortBuffer codes, float[] values, int offset) {
    for (int i = offset; codes.hasRemaining(); i++) {
      values[i] = fromBfloat16(codes.get());
    }
  }

  /**
   * Converts many values to binary16.
   *
   * @param values the values, from {@code offset} on
   * @param codes receives one code a value, as many as it has room for
   */
  public static void toFloat16(float[] values, int offset, ShortBuffer codes) {
    for (int i = offset; codes.hasRemaining(); i++) {
      codes.put(toFloat16(values[i]));
    }
  }

  /** Converts all codes that the buffer holds from binary16, into {@code values} from an offset. */
  public static void fromFloat16(ShortBuffer codes, float[] values, int offset) {
    for (int i = offset; codes.hasRemaining(); i++) {
      values[i] = fromFloat16(codes.get());
    }
  }
}
