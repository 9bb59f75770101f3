package org.monosem.core.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.tensor.ByteSource;
import org.monosem.core.tensor.StoredBytes;
import org.monosem.core.tensor.StoredTensor;
import org.monosem.core.tensor.TensorLayout;

/**
 * One array from the bytes of an {@code .npy} file: the magic {@code \x93NUMPY}, two bytes of
 * version, the header's length (16 bits in version 1, 32 in 2 and 3), the header, the elements
 * (numpy.lib.format).
 */
final class NpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy itself reads 10 000 without being asked for more. */
  private static final int MAX_HEADER = 1 << 16;

  private NpyArray() {}

  /** Reads the header; the bytes must end with the last element. */
  static StoredTensor read(NpyPlace where, ByteSource headers, ByteSource bytes) {
    ByteBuffer start = start(where, headers);
    int version = start.get(MAGIC.length);
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    int textAt = MAGIC.length + 2 + lengthBytes;
    if (version < 1 || version > 3 || start.get(MAGIC.length + 1) != 0) {
      throw where.problem("expected version 1.0, 2.0 or 3.0 of the format, got another");
    }
    int textBytes = version == 1 ? start.getShort(8) & 0xFFFF : start.getInt(8);
    if (textBytes < 0 || textBytes > MAX_HEADER || textBytes > headers.length() - textAt) {
      throw where.problem(
          "expected a header of at most "
              + Math.min(MAX_HEADER, headers.length() - textAt)
              + " bytes, got "
              + Integer.toUnsignedString(textBytes));
    }
    byte[] text = new byte[textBytes];
    headers.read(textAt, text, 0, textBytes);
    Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    HeaderText.Entries entries = new HeaderText(where, new String(text, charset)).parse();
    long dataAt = (long) textAt + textBytes;
    return array(where, entries, bytes.slice(dataAt, bytes.length() - dataAt));
  }

  private static ByteBuffer start(NpyPlace where, ByteSource bytes) {
    byte[] start = new byte[(int) Math.min(12, bytes.length())];
    bytes.read(0, start, 0, start.length);
    boolean magic = start.length == 12;
    for (int i = 0; magic && i < MAGIC.length; i++) {
      magic = start[i] == MAGIC[i];
    }
    if (!magic) {
      throw where.problem("expected the magic \\x93NUMPY and a header, got something else");
    }
    return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static StoredTensor array(NpyPlace where, HeaderText.Entries entries, ByteSource data) {
    NpyType type = NpyType.of(entries.descr(), where);
    List<Long> shape = entries.shape();
    TensorLayout layout =
        entries.fortranOrder() ? TensorLayout.columnMajor(shape) : TensorLayout.rowMajor(shape);
    ElementType element = type.type();
    long there = data.length() / element.bytes();
    if (data.length() % element.bytes() != 0 || layout.elements() != there) {
      throw where.problem(
          "shape " + shape + " of " + element + ": expected as many bytes, got " + data.length());
    }
    StoredBytes stored =
        new StoredBytes(where.file(), where.label(), element, type.order(), () -> data);
    return StoredTensor.of(stored, there, layout);
  }
}
