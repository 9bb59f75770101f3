package org.monosem.core.groundtruth;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.monosem.core.ActivationSource;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

/**
 * A dictionary that is known because it makes the data: {@code x = b + sum_i f_i a_i + ε}.
 *
 * <pre>
 *   a_i   unit atoms [atoms, dIn]                      AtomDirections
 *   f_i   zero, or an amplitude if atom i fires        Firing, Hierarchy, Amplitude
 *   b     one random vector of length biasNorm
 *   ε     normal, of deviation noise in every place
 * </pre>
 *
 * <p>Row {@code r} is a function of the seed and of {@code r} alone, and so is the truth about it:
 * rows {@code 0, 1, 2, ...} without end, made again whenever they are asked for. Train on the first
 * million and measure on the next ten thousand. Equal options and seeds give equal bits. A row
 * costs time in proportion to {@code atoms + L0 dIn}.
 *
 * <p>The generators follow Sharkey, Braun and Millidge, Taking features out of superposition (2022:
 * correlated firing, power law) and Chanin et al., A is for Absorption (2024: hierarchy).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class GroundTruth {
  private final GroundTruthOptions options;
  private final Seed seed;
  private final float[][] atoms;
  private final float[] bias;
  private final FiringSampler firing;

  private GroundTruth(GroundTruthOptions options, int dIn, Seed seed) {
    this.options = options;
    this.seed = seed;
    this.firing = new FiringSampler(options.firing(), options.hierarchy());
    int count = options.hierarchy().atoms();
    double[][] directions = options.directions().draw(count, dIn, seed.named("atoms"));
    this.atoms = new float[count][];
    for (int atom = 0; atom < count; atom++) {
      atoms[atom] = scaled(directions[atom], 1);
    }
    this.bias =
        scaled(
            AtomDirections.unit(AtomDirections.gaussian(dIn, seed.named("bias").random())),
            options.biasNorm());
  }

  /**
   * Makes the atoms.
   *
   * @param dIn the width of a row, at least 1
   * @param seed decides atoms, bias and every row
   * @throws IllegalArgumentException if the width is less, or so many atoms cannot fire
   */
  public static GroundTruth of(GroundTruthOptions options, int dIn, Seed seed) {
    Check.atLeast("dIn", 1, dIn);
    return new GroundTruth(options, dIn, seed);
  }

  /** Returns what the rows are made of. */
  public GroundTruthOptions options() {
    return options;
  }

  /** Returns the number of atoms. */
  public int atomCount() {
    return atoms.length;
  }

  /** Returns the width of a row. */
  public int dIn() {
    return bias.length;
  }

  /** Returns a copy of the atoms, {@code [atoms, dIn]}, each of length one. */
  public float[][] atoms() {
    float[][] copy = new float[atoms.length][];
    for (int atom = 0; atom < copy.length; atom++) {
      copy[atom] = atoms[atom].clone();
    }
    return copy;
  }

  /** Returns a copy of what all rows have in common, {@code [dIn]}. */
  public float[] bias() {
    return bias.clone();
  }

  /** Returns the probability of every atom to fire on a row, {@code [atoms]}. */
  public double[] probabilities() {
    return firing.probabilities();
  }

  /**
   * Returns rows to train on or to measure.
   *
   * @param begin the first row, not negative
   * @param rows how many, at least 1, at most 2<sup>60</sup> with those before
   * @return each pass over them in a pseudo-random order
   * @throws IllegalArgumentException if a number is out of range
   */
  public ActivationSource activations(long begin, long rows) {
    Check.atLeast("begin", 0, begin);
    Check.atLeast("rows", 1, rows);
    if (rows > GeneratedActivations.MOST_ROWS - Math.min(begin, GeneratedActivations.MOST_ROWS)) {
      throw new IllegalArgumentException(
          "rows: expected at most 2^60 with those before, got %d from %d on"
              .formatted(rows, begin));
    }
    return new GeneratedActivations(
        dIn(), rows, (row, target, offset) -> write(begin + row, target, offset));
  }

  /**
   * Returns rows in their order, as {@link #features} says what is in them.
   *
   * @param manager the owner of the result
   * @return shape {@code [rows, dIn]}, float32
   */
  public NDArray rows(NDManager manager, long begin, int rows) {
    Check.atLeast("begin", 0, begin);
    Check.atLeast("rows", 1, rows);
    float[] values = new float[Math.multiplyExact(rows, dIn())];
    for (int row = 0; row < rows; row++) {
      write(begin + row, values, row * dIn());
    }
    return manager.create(values, new Shape(rows, dIn()));
  }

  /** Returns the truth about rows: which atoms fire on them, and how strongly. */
  public FeatureActivations features(long begin, int rows) {
    Check.atLeast("begin", 0, begin);
    Check.atLeast("rows", 1, rows);
    TruthBuilder builder = new TruthBuilder(atoms.length, rows);
    for (int row = 0; row < rows; row++) {
      SplittableRandom random = random(begin + row);
      boolean[] fires = fires(random);
      for (int atom = 0; atom < fires.length; atom++) {
        if (fires[atom]) {
          builder.add(atom, (float) options.amplitude().sample(random));
        }
      }
      builder.endRow();
    }
    return builder.build();
  }

  private SplittableRandom random(long row) {
    return seed.named("rows").at(row).random();
  }

  private boolean[] fires(SplittableRandom random) {
    boolean[] fires = new boolean[atoms.length];
    firing.sample(random, fires);
    return fires;
  }

  /** Draws in the order of {@link #features}: who fires, how strongly, then the noise. */
  private void write(long row, float[] target, int offset) {
    SplittableRandom random = random(row);
    boolean[] fires = fires(random);
    System.arraycopy(bias, 0, target, offset, bias.length);
    for (int atom = 0; atom < fires.length; atom++) {
      if (fires[atom]) {
        float amplitude = (float) options.amplitude().sample(random);
        for (int i = 0; i < bias.length; i++) {
          target[offset + i] += amplitude * atoms[atom][i];
        }
      }
    }
    if (options.noise() > 0) {
      for (int i = 0; i < bias.length; i++) {
        target[offset + i] += (float) (options.noise() * random.nextGaussian());
      }
    }
  }

  private static float[] scaled(double[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (factor * values[i]);
    }
    return scaled;
  }
}
