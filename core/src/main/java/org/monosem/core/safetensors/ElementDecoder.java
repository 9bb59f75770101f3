package org.monosem.core.safetensors;

import java.nio.ByteBuffer;

/**
 * Elements from their bytes, in the byte order of the buffer: little-endian in safetensors files.
 * Each method decodes all bytes that the buffer holds.
 */
public final class ElementDecoder {
  private ElementDecoder() {}

  /** Decodes floats of any type. */
  public static void floats(ElementType type, ByteBuffer bytes, float[] into, int offset) {
    switch (type) {
      case F32 -> bytes.asFloatBuffer().get(into, offset, bytes.remaining() / Float.BYTES);
      case F16 -> HalfPrecision.fromFloat16(bytes.asShortBuffer(), into, offset);
      case BF16 -> HalfPrecision.fromBfloat16(bytes.asShortBuffer(), into, offset);
      case F64 -> {
        for (int i = offset; bytes.hasRemaining(); i++) {
          into[i] = (float) bytes.getDouble();
        }
      }
      default -> throw new IllegalArgumentException(type + " is no floating-point type");
    }
  }

  /** Decodes floats of any type, exactly. */
  public static void doubles(ElementType type, ByteBuffer bytes, double[] into, int offset) {
    for (int i = offset; bytes.hasRemaining(); i++) {
      into[i] =
          switch (type) {
            case F64 -> bytes.getDouble();
            case F32 -> bytes.getFloat();
            case F16 -> HalfPrecision.fromFloat16(bytes.getShort());
            case BF16 -> HalfPrecision.fromBfloat16(bytes.getShort());
            default -> throw new IllegalArgumentException(type + " is no floating-point type");
          };
    }
  }

  /** Decodes integers of any type, BOOL as 0 or 1; U64 as its 64 bits. */
  public static void longs(ElementType type, ByteBuffer bytes, long[] into, int offset) {
    for (int i = offset; bytes.hasRemaining(); i++) {
      into[i] =
          switch (type) {
            case BOOL -> bytes.get() == 0 ? 0 : 1;
            case U8 -> bytes.get() & 0xFF;
            case I8 -> bytes.get();
            case U16 -> bytes.getShort() & 0xFFFF;
            case I16 -> bytes.getShort();
            case U32 -> bytes.getInt() & 0xFFFF_FFFFL;
            case I32 -> bytes.getInt();
            case U64, I64 -> bytes.getLong();
            default -> throw new IllegalArgumentException(type + " is no integer type");
          };
    }
  }
}
