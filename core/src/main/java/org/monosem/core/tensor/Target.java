package org.monosem.core.tensor;

import java.nio.ByteBuffer;
import org.monosem.core.safetensors.ElementDecoder;
import org.monosem.core.safetensors.ElementType;

/** A Java array that receives decoded elements, straight or by way of a small window. */
interface Target {
  /** Decodes the bytes to the array, from an index on. */
  void decode(ByteBuffer bytes, int at);

  /** Decodes the bytes to the window, from its start on. */
  void decodeWindow(ByteBuffer bytes);

  /** Copies elements of the window, a step apart, to the array, a step apart. */
  void scatter(Run run);

  /**
   * Elements in a row.
   *
   * @param from the first in the window
   * @param fromStep the distance between neighbours in the window
   * @param to the first in the array
   * @param toStep the distance between neighbours in the array
   * @param count how many
   */
  record Run(int from, int fromStep, int to, int toStep, int count) {}

  /** Floats. */
  record Floats(ElementType type, float[] array, float[] window) implements Target {
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

  /** Doubles. */
  record Doubles(ElementType type, double[] array, double[] window) implements Target {
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

  /** Integers and booleans. */
  record Longs(ElementType type, long[] array, long[] window) implements Target {
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
}
