package org.monosem.core.tensor;

import java.nio.ByteBuffer;
import org.monosem.core.safetensors.ElementDecoder;
import org.monosem.core.safetensors.ElementType;

/** Floats of any type, as floats. */
final class FloatTarget implements Target {
  private final ElementType type;
  private final float[] array;
  private final float[] window;

  FloatTarget(ElementType type, float[] array, int window) {
    this.type = type;
    this.array = array;
    this.window = new float[window];
  }

  @Override
  public void decode(ByteBuffer bytes, int at) {
    ElementDecoder.floats(type, bytes, array, at);
  }

  @Override
  public void decodeWindow(ByteBuffer bytes) {
    ElementDecoder.floats(type, bytes, window, 0);
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
