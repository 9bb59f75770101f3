package org.monosem.core.safetensors;

import java.io.InputStream;

/** A stream over a range of a file, read in small pieces. */
final class RangeStream extends InputStream {
  private final FileBytes file;
  private final long end;
  private long position;

  RangeStream(FileBytes file, long begin, long count) {
    this.file = file;
    this.position = begin;
    this.end = begin + count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length > 0 && position == end) {
      return -1;
    }
    int count = (int) Math.min(length, end - position);
    file.read(position, into, offset, count);
    position += count;
    return count;
  }
}
