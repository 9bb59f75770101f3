package org.monosem.core.groundtruth;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.SparseAutoencoder;

/**
 * Measures how well a dictionary found known atoms: by direction and by when they fire.
 *
 * <p>Directions: cosines between atoms and decoder rows (a zero row has cosine 0). <b>MMCS</b>, the
 * mean of the largest cosine, both ways (Sharkey, Braun and Millidge 2022); the share of atoms with
 * one above {@value #RECOVERED}; and the one-to-one <b>matching</b> of greatest total cosine (the
 * Hungarian method), which counts no feature twice.
 *
 * <p>Firing, at the matching: an atom and its feature agree on a row if both fire or neither does;
 * precision, recall and F1 of the feature as a detector of the atom, averaged over the atoms that
 * fired. A feature fires if its activation is not zero, an atom if the generator made it.
 *
 * <p>The matching takes time up to {@code atoms² dSae}: about a second for 1024 atoms and 4096
 * features; the cosines {@code 8 atoms dSae} bytes.
 */
public final class DictionaryRecovery {
  /** The cosine above which an atom counts as recovered. */
  public static final double RECOVERED = 0.9;

  private static final int BATCH_ROWS = 2048;
  private static final double TINY = 1e-30;

  private DictionaryRecovery() {}

  /**
   * Compares a dictionary with the truth; leaves no array behind.
   *
   * @param begin the first row on which firing is compared: one behind those trained on
   * @param rows how many, at least 1
   * @throws IllegalArgumentException if the dictionary's widths {@code dIn} and {@code dOut} are
   *     not the truth's, or a number is out of range
   */
  public static RecoveryReport measure(
      SparseAutoencoder dictionary, GroundTruth truth, long begin, int rows) {
    Check.atLeast("begin", 0, begin);
    Check.atLeast("rows", 1, rows);
    if (dictionary.dIn() != truth.dIn() || dictionary.dOut() != truth.dIn()) {
      throw new IllegalArgumentException(
          "dictionary: expected dIn=%d and dOut the same, as the truth, got dIn=%d, dOut=%d"
              .formatted(truth.dIn(), dictionary.dIn(), dictionary.dOut()));
    }
    DirectionMatch directions = new DirectionMatch(cosines(dictionary, truth));
    FiringMatch firing = new FiringMatch(directions, truth.atomCount(), dictionary.dSae());
    for (int done = 0; done < rows; done += BATCH_ROWS) {
      int batch = Math.min(BATCH_ROWS, rows - done);
      try (NDManager scope = dictionary.newManager()) {
        NDArray inputs = truth.rows(scope, begin + done, batch);
        firing.add(truth.features(begin + done, batch), dictionary.encode(inputs));
      }
    }
    return report(directions, firing, new int[] {truth.atomCount(), dictionary.dSae(), rows});
  }

  private static RecoveryReport report(DirectionMatch directions, FiringMatch firing, int[] sizes) {
    return new RecoveryReport(
        sizes[0],
        sizes[1],
        sizes[2],
        directions.meanOverAtoms(),
        directions.meanOverFeatures(),
        directions.matchedMean(),
        directions.shareAbove(RECOVERED),
        directions.matchedShareAbove(RECOVERED),
        directions.uniqueness(),
        firing.fired(),
        firing.precision(),
        firing.recall(),
        firing.f1(),
        firing.trueL0(),
        firing.l0());
  }

  private static double[][] cosines(SparseAutoencoder dictionary, GroundTruth truth) {
    try (NDManager scope = dictionary.newManager()) {
      NDArray decoder =
          scope.create(
              unitRows(dictionary.wDec().toFloatArray(), truth.dIn()),
              new Shape(dictionary.dSae(), truth.dIn()));
      NDArray atoms = scope.create(flat(truth.atoms()), new Shape(truth.atomCount(), truth.dIn()));
      float[] products = atoms.matMul(decoder.transpose()).toFloatArray();
      double[][] cosines = new double[truth.atomCount()][dictionary.dSae()];
      for (int i = 0; i < products.length; i++) {
        cosines[i / dictionary.dSae()][i % dictionary.dSae()] = products[i];
      }
      return cosines;
    }
  }

  private static float[] unitRows(float[] values, int width) {
    for (int begin = 0; begin < values.length; begin += width) {
      double squares = 0;
      for (int i = begin; i < begin + width; i++) {
        squares += (double) values[i] * values[i];
      }
      double norm = Math.max(TINY, Math.sqrt(squares));
      for (int i = begin; i < begin + width; i++) {
        values[i] = (float) (values[i] / norm);
      }
    }
    return values;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
    }
    return flat;
  }
}
