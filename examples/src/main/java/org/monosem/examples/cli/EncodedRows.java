package org.monosem.examples.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.core.safetensors.SafetensorsWriter;

/** What a dictionary makes of the rows of one tensor, gathered chunk by chunk for writing. */
final class EncodedRows {
  private static final int CHUNK_ROWS = 8192;

  private final SparseAutoencoder dictionary;
  private final int rows;
  private final boolean dense;
  private final float[] reconstruction;
  private final float[] denseFeatures;
  private final SparseColumns sparse;
  private long active;

  private EncodedRows(SparseAutoencoder dictionary, int rows, boolean dense) {
    this.dictionary = dictionary;
    this.rows = rows;
    this.dense = dense;
    this.reconstruction = new float[size("reconstruction", rows, dictionary.dIn())];
    this.denseFeatures = new float[dense ? size("features", rows, dictionary.dSae()) : 0];
    this.sparse = new SparseColumns(rows);
  }

  /** Encodes every row of a tensor {@code [.., dIn]} of any floating-point type. */
  static EncodedRows of(
      SparseAutoencoder dictionary, SafetensorsFile file, String tensor, boolean dense) {
    List<Long> shape = file.info(tensor).shape();
    if (shape.size() < 2 || shape.get(shape.size() - 1) != dictionary.dIn()) {
      throw new IllegalArgumentException(
          "%s, tensor %s: expected [rows, dIn=%d], got %s"
              .formatted(file.path(), tensor, dictionary.dIn(), shape));
    }
    long rows = file.info(tensor).elements() / dictionary.dIn();
    EncodedRows encoded = new EncodedRows(dictionary, Math.toIntExact(rows), dense);
    for (int from = 0; from < rows; from += CHUNK_ROWS) {
      encoded.chunk(file, tensor, from, (int) Math.min(rows, from + CHUNK_ROWS));
    }
    return encoded;
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

  private void chunk(SafetensorsFile file, String tensor, int from, int to) {
    int dIn = dictionary.dIn();
    float[] values = new float[(to - from) * dIn];
    file.readFloats(tensor, (long) from * dIn, values, 0, values.length);
    checkFinite(values, file, tensor, from);
    try (NDManager scope = dictionary.newManager()) {
      NDArray x = scope.create(values, new Shape(to - from, dIn));
      FeatureActivations features = dictionary.encode(x);
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

  private void checkFinite(float[] values, SafetensorsFile file, String tensor, int firstRow) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s, tensor %s: expected finite values, got %s in row %d"
                .formatted(file.path(), tensor, values[i], firstRow + i / dictionary.dIn()));
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
