package org.monosem.core.groundtruth;

import java.util.SplittableRandom;
import org.monosem.core.random.Seed;

/**
 * How the atoms lie to each other.
 *
 * @param arrangement how each atom's own direction is drawn
 * @param sharedCosine {@code c}: an atom is {@code sqrt(c) g + sqrt(1 - c) r} at unit length, with
 *     one direction {@code g} for all and {@code r} its own, so that two atoms have a cosine of
 *     about {@code c} more than without; 0 to 1, less than 1
 */
public record AtomDirections(Arrangement arrangement, double sharedCosine) {

  /** How each atom's own direction is drawn. */
  public enum Arrangement {
    /** Uniform on the sphere: cosines have mean 0 and deviation {@code 1/sqrt(dIn)}. */
    RANDOM,
    /**
     * Random orthonormal bases one after the other: atoms {@code 0 .. dIn-1} are orthogonal, so are
     * the next {@code dIn}, and so on; across bases cosines are as random ones.
     */
    ORTHONORMAL_BASES
  }

  /**
   * Checks the cosine.
   *
   * @throws IllegalArgumentException if it is not from 0 to 0.999
   */
  public AtomDirections {
    Check.between("sharedCosine", 0, 0.999, sharedCosine);
  }

  /** Returns directions that are uniform on the sphere. */
  public static AtomDirections random() {
    return new AtomDirections(Arrangement.RANDOM, 0);
  }

  /** Returns directions that are orthogonal as far as there is room. */
  public static AtomDirections orthonormal() {
    return new AtomDirections(Arrangement.ORTHONORMAL_BASES, 0);
  }

  /** Returns the same directions, but drawn together. */
  public AtomDirections withSharedCosine(double cosine) {
    return new AtomDirections(arrangement, cosine);
  }

  /** Returns unit rows {@code [atoms, dIn]}. */
  double[][] draw(int atoms, int dIn, Seed seed) {
    SplittableRandom random = seed.random();
    double[] shared = unit(gaussian(dIn, random));
    double[][] rows = new double[atoms][];
    for (int atom = 0; atom < atoms; atom++) {
      rows[atom] = unit(gaussian(dIn, random));
      if (arrangement == Arrangement.ORTHONORMAL_BASES) {
        orthogonalise(rows, atom / dIn * dIn, atom);
      }
    }
    for (double[] row : rows) {
      for (int i = 0; i < dIn; i++) {
        row[i] = Math.sqrt(sharedCosine) * shared[i] + Math.sqrt(1 - sharedCosine) * row[i];
      }
      unit(row);
    }
    return rows;
  }

  /** Twice is enough: Gram and Schmidt, once more against what rounding left. */
  private static void orthogonalise(double[][] rows, int begin, int at) {
    for (int round = 0; round < 2; round++) {
      for (int other = begin; other < at; other++) {
        double dot = dot(rows[at], rows[other]);
        for (int i = 0; i < rows[at].length; i++) {
          rows[at][i] -= dot * rows[other][i];
        }
      }
      unit(rows[at]);
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[] gaussian(int length, SplittableRandom random) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  /** Scales to length one, in place. */
  static double[] unit(double[] values) {
    double norm = Math.sqrt(dot(values, values));
    for (int i = 0; i < values.length; i++) {
      values[i] /= norm;
    }
    return values;
  }
}
