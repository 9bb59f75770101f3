package org.monosem.core.tensor;

import java.util.Objects;

/** A part of a source. */
record SliceSource(ByteSource whole, long begin, long length) implements ByteSource {
  SliceSource {
    Objects.checkFromIndexSize(begin, length, whole.length());
  }

  @Override
  public void read(long position, byte[] into, int offset, int count) {
    Objects.checkFromIndexSize(position, count, length);
    whole.read(begin + position, into, offset, count);
  }

  @Override
  public boolean isSequential() {
    return whole.isSequential();
  }
}
