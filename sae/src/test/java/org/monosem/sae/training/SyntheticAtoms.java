package org.monosem.sae.training;

import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/** Rows that are sparse sums of known unit directions. */
final class SyntheticAtoms {
  final float[][] atoms;
  final float[][] rows;

  /** Makes {@code rowCount} rows, each with 1 to 3 of the atoms at amplitudes in [0.5, 1.5). */
  SyntheticAtoms(int atomCount, int width, int rowCount, long seed) {
    SplittableRandom random = Seed.of(seed).named("atoms").random();
    atoms = new float[atomCount][width];
    for (float[] atom : atoms) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        atom[i] = (float) random.nextGaussian();
        squares += atom[i] * atom[i];
      }
      for (int i = 0; i < width; i++) {
        atom[i] /= (float) Math.sqrt(squares);
      }
    }
    rows = new float[rowCount][width];
    for (float[] row : rows) {
      int active = 1 + random.nextInt(3);
      for (int k = 0; k < active; k++) {
        float[] atom = atoms[random.nextInt(atomCount)];
        float amplitude = (float) (0.5 + random.nextDouble());
        for (int i = 0; i < width; i++) {
          row[i] += amplitude * atom[i];
        }
      }
    }
  }

  ArraySource source() {
    return new ArraySource(rows);
  }

  /** Returns, averaged over the atoms, the largest cosine with any of the directions. */
  double meanMaxCosine(float[] directions) {
    int width = atoms[0].length;
    double sum = 0;
    for (float[] atom : atoms) {
      double best = -1;
      for (int at = 0; at < directions.length; at += width) {
        double dot = 0;
        double squares = 1e-30;
        for (int i = 0; i < width; i++) {
          dot += atom[i] * directions[at + i];
          squares += directions[at + i] * directions[at + i];
        }
        best = Math.max(best, dot / Math.sqrt(squares));
      }
      sum += best;
    }
    return sum / atoms.length;
  }
}
