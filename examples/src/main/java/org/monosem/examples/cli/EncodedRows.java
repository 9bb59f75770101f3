package org.monosem.examples.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.monosem.core.FeatureActivations;
import org.monosem.core.FeatureEncoder;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsWriter;

/** What a dictionary makes of the rows of one tensor, gathered chunk by chunk for writing. */
final class EncodedRows {
  private static final int CHUNK_ROWS = 8192;

  private final SparseAutoencoder dictionary;
  private final FeatureEncoder encoder;
  private final int rows;
  private final boolean dense;
  private final float[] reconstruction;
  private final float[] denseFeatures;
  private final SparseColumns sparse;
  private long active;

  /**
   * Prepares to encode.
   *
   * @param encoder of the dictionary
   */
  EncodedRows(SparseAutoencoder dictionary, FeatureEncoder encoder, int rows, boolean dense) {
    this.dictionary = dictionary;
    this.encoder = encoder;
    this.rows = rows;
    this.dense = dense;
    this.reconstruction = new float[size("reconstruction", rows, dictionary.dIn())];
    this.denseFeatures = new float[dense ? size("features", rows, dictionary.dSae()) : 0];
    this.sparse = new SparseColumns(rows);
  }

  /** Encodes every row of a tensor. */
  void readFrom(RowTensor tensor, StopSignal stop) {
    for (int from = 0; from < rows; from += CHUNK_ROWS) {
      stop.check();
      int to = Math.min(rows, from + CHUNK_ROWS);
      chunk(tensor.read(from, to), from, to);
    }
  }

  int rows() {
    return rows;
  }

  double meanL0() {
    return (double) active / rows;
  }

  void write(Path file) {
    SafetensorsWriter writer =
        SafetensorsWriter.create()
            .add(
                "reconstruction",
                ElementType.F32,
                List.of((long) rows, (long) dictionary.dIn()),
                reconstruction);
    if (dense) {
      writer.add(
          "features",
          ElementType.F32,
          List.of((long) rows, (long) dictionary.dSae()),
          denseFeatures);
    } else {
      sparse.addTo(writer);
    }
    writer.write(file);
  }

  private void chunk(float[] values, int from, int to) {
    int dIn = dictionary.dIn();
    try (NDManager scope = dictionary.newManager()) {
      NDArray x = scope.create(values, new Shape(to - from, dIn));
      FeatureActivations features = encoder.encode(x);
      active += features.activeCount();
      float[] back = dictionary.decode(features, scope).toFloatArray();
      System.arraycopy(back, 0, reconstruction, from * dIn, back.length);
      if (dense) {
        for (int row = 0; row < features.rows(); row++) {
          System.arraycopy(
              features.toDense(row),
              0,
              denseFeatures,
              (from + row) * dictionary.dSae(),
              dictionary.dSae());
        }
      } else {
        sparse.append(features);
      }
    }
  }

  private static int size(String what, int rows, int width) {
    long size = (long) rows * width;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s: one tensor holds at most %d values, got [%d, %d]"
              .formatted(what, Integer.MAX_VALUE - 8, rows, width));
    }
    return (int) size;
  }
}
