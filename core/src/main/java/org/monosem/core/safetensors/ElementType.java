package org.monosem.core.safetensors;

/**
 * The element types of safetensors files; the constants' names are the file's {@code dtype} texts.
 *
 * <p>The 8-bit, 6-bit and 4-bit floats and the complex type that newer files may hold have no
 * counterpart here; the reader refuses them by name.
 */
public enum ElementType {
  /** One byte, 0 for false. */
  BOOL(1, false),
  /** Unsigned 8-bit integer. */
  U8(1, false),
  /** Signed 8-bit integer. */
  I8(1, false),
  /** Unsigned 16-bit integer. */
  U16(2, false),
  /** Signed 16-bit integer. */
  I16(2, false),
  /** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
  F16(2, true),
  /** The upper half of a binary32: 8 bits of exponent, 7 of fraction. */
  BF16(2, true),
  /** Unsigned 32-bit integer. */
  U32(4, false),
  /** Signed 32-bit integer. */
  I32(4, false),
  /** IEEE 754 binary32. */
  F32(4, true),
  /** Unsigned 64-bit integer. */
  U64(8, false),
  /** Signed 64-bit integer. */
  I64(8, false),
  /** IEEE 754 binary64. */
  F64(8, true);

  private final int bytes;
  private final boolean floating;

  ElementType(int bytes, boolean floating) {
    this.bytes = bytes;
    this.floating = floating;
  }

  /** Returns the bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether elements are floating-point numbers; else they are integers or booleans. */
  public boolean isFloat() {
    return floating;
  }
}
