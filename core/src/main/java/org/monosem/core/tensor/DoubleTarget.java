package org.monosem.core.tensor;

import java.nio.ByteBuffer;
import org.monosem.core.safetensors.ElementDecoder;
import org.monosem.core.safetensors.ElementType;

/** Floats of any type, as doubles. */
final class DoubleTarget implements Target {
  private final ElementType type;
  private final double[] array;
  private final double[] window;

  DoubleTarget(ElementType type, double[] array, int window) {
    this.type = type;
    this.array = array;
    this.window = new double[window];
  }

  @Override
  public void decode(ByteBuffer bytes, int at) {
    ElementDecoder.doubles(type, bytes, array, at);
  }

  @Override
  public void decodeWindow(ByteBuffer bytes) {
    ElementDecoder.doubles(type, bytes, window, 0);
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
