package org.monosem.examples.cli;

import java.util.List;
import org.monosem.core.safetensors.SafetensorsFile;

/** A tensor {@code [.., width]} of any floating-point type in a file, read as rows. */
record RowTensor(SafetensorsFile file, String name, int width) {

  RowTensor {
    List<Long> shape = file.info(name).shape();
    if (shape.size() < 2 || shape.get(shape.size() - 1) != width) {
      throw new IllegalArgumentException(
          "%s, tensor %s: expected [rows, dIn=%d], got %s"
              .formatted(file.path(), name, width, shape));
    }
  }

  int rows() {
    return Math.toIntExact(file.info(name).elements() / width);
  }

  /** Returns some rows, one after the other; they must be finite. */
  float[] read(int from, int to) {
    float[] values = new float[(to - from) * width];
    file.readFloats(name, (long) from * width, values, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s, tensor %s: expected finite values, got %s in row %d"
                .formatted(file.path(), name, values[i], from + i / width));
      }
    }
    return values;
  }
}
