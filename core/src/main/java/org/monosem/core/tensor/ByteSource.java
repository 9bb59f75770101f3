package org.monosem.core.tensor;

/** Bytes that lie somewhere in an open file, to be copied out. Safe for use by several threads. */
public interface ByteSource {
  /** Returns how many bytes there are. */
  long length();

  /**
   * Copies bytes.
   *
   * @param position the first byte
   * @param into receives the bytes, from {@code offset} on
   * @throws IndexOutOfBoundsException if the source or the array does not hold the range
   * @throws TensorFileException if the file is damaged, has become shorter, or fails
   * @throws IllegalStateException if the file is closed
   */
  void read(long position, byte[] into, int offset, int count);

  /** Returns whether reading backwards means to start over, as in a compressed entry. */
  default boolean isSequential() {
    return false;
  }

  /** Returns a part of these bytes. */
  default ByteSource slice(long begin, long length) {
    return new SliceSource(this, begin, length);
  }
}
