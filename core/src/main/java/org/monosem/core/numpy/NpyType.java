package org.monosem.core.numpy;

import java.nio.ByteOrder;
import java.util.Map;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.tensor.TensorFileException;

/**
 * The element type that a {@code descr} names.
 *
 * @param type the type
 * @param order the order of the bytes of an element
 */
record NpyType(ElementType type, ByteOrder order) {
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("f2", ElementType.F16),
          Map.entry("f4", ElementType.F32),
          Map.entry("f8", ElementType.F64),
          Map.entry("i1", ElementType.I8),
          Map.entry("i2", ElementType.I16),
          Map.entry("i4", ElementType.I32),
          Map.entry("i8", ElementType.I64),
          Map.entry("u1", ElementType.U8),
          Map.entry("u2", ElementType.U16),
          Map.entry("u4", ElementType.U32),
          Map.entry("u8", ElementType.U64),
          Map.entry("b1", ElementType.BOOL));

  /** Parses the order of the bytes ({@code <}, {@code >}, or {@code |} for none) and the type. */
  static NpyType of(String descr, NpyPlace where) {
    if (descr.endsWith("O") && descr.length() <= 2) {
      throw where.problem(
          "array of objects (dtype " + descr + "), which is a pickle and is refused");
    }
    ElementType type = descr.isEmpty() ? null : TYPES.get(descr.substring(1));
    char order = descr.isEmpty() ? 0 : descr.charAt(0);
    if (type == null || "<>|".indexOf(order) < 0 || (order == '|' && type.bytes() > 1)) {
      throw where.problem(
          "expected dtype f2, f4, f8, i1 to i8, u1 to u8 or b1 with its byte order, got "
              + TensorFileException.shown(descr));
    }
    return new NpyType(type, order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }
}
