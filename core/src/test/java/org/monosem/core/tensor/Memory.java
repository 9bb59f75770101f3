package org.monosem.core.tensor;

/** Bytes in memory, which say of themselves whether they are read forwards only. */
final class Memory implements ByteSource {
  private final byte[] bytes;
  private final boolean sequential;

  Memory(byte[] bytes, boolean sequential) {
    this.bytes = bytes;
    this.sequential = sequential;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void read(long position, byte[] into, int offset, int count) {
    System.arraycopy(bytes, (int) position, into, offset, count);
  }

  @Override
  public boolean isSequential() {
    return sequential;
  }
}
