package org.monosem.sae.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.DictionaryParameters;

/** Fills a dictionary's arrays for the first step. */
final class DictionaryStart {
  private static final KernelModule KERNELS = KernelModule.load(DictionaryStart.class, "start.py");
  private static final int CHUNK_FLOATS = 1 << 22;

  private DictionaryStart() {}

  /**
   * Fills zeroed parameters in place; the decoder bias is left as it is.
   *
   * @param seed decides every entry, each row by its own sub-seed
   */
  static void fill(DictionaryParameters zeros, Initialisation start, Seed seed) {
    Seed decoder = seed.named("decoder");
    fillRows(zeros.wDec(), decoder, SplittableRandom::nextGaussian);
    KERNELS.run("set_row_norms", zeros.wDec(), start.decoderNorm());
    switch (start.encoder()) {
      case DECODER -> zeros.wDec().copyTo(zeros.wEnc());
      case KAIMING_UNIFORM -> {
        double bound = 1 / Math.sqrt(zeros.dIn());
        fillRows(zeros.wEnc(), seed.named("encoder"), r -> bound * (2 * r.nextDouble() - 1));
      }
    }
  }

  private static void fillRows(
      NDArray matrix, Seed seed, ToDoubleFunction<SplittableRandom> entry) {
    int rows = Math.toIntExact(matrix.getShape().get(0));
    int width = Math.toIntExact(matrix.getShape().get(1));
    int chunk = Math.max(1, CHUNK_FLOATS / width);
    for (int first = 0; first < rows; first += chunk) {
      int count = Math.min(chunk, rows - first);
      float[] values = new float[count * width];
      for (int row = 0; row < count; row++) {
        SplittableRandom random = seed.at(first + row).random();
        for (int i = 0; i < width; i++) {
          values[row * width + i] = (float) entry.applyAsDouble(random);
        }
      }
      try (NDManager scope = matrix.getManager().newSubManager()) {
        NDArray block = scope.create(values, new Shape(count, width));
        KERNELS.run("copy_rows", matrix, block.toType(DataType.FLOAT32, false), first);
      }
    }
  }
}
