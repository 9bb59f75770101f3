package org.monosem.core.tensor;

import java.nio.ByteBuffer;
import org.monosem.core.safetensors.ElementDecoder;
import org.monosem.core.safetensors.ElementType;

/** Integers and booleans, as longs. */
final class LongTarget implements Target {
  private final ElementType type;
  private final long[] array;
  private final long[] window;

  LongTarget(ElementType type, long[] array, int window) {
    this.type = type;
    this.array = array;
    this.window = new long[window];
  }

  @Override
  public void decode(ByteBuffer bytes, int at) {
    ElementDecoder.longs(type, bytes, array, at);
  }

  @Override
  public void decodeWindow(ByteBuffer bytes) {
    ElementDecoder.longs(type, bytes, window, 0);
  }

  @Override
  public void scatter(Run run) {
    int from = run.from();
    int to = run.to();
    for (int i = 0; i < run.count(); i++, from += run.fromStep(), to += run.toStep()) {
      array[to] = window[from];
    }
  }
}
