package org.monosem.core.random;

import java.util.SplittableRandom;

/**
 * A master seed from which every random choice of a run is derived by name and by index.
 *
 * <p>A generator is a pure function of the path that leads to it, for example {@code
 * Seed.of(7).named("shuffle").at(pass)}. So a run that resumes at step n needs no saved generator
 * state: it asks for the generator of step n. Names and indices are mixed with the 64-bit finaliser
 * of MurmurHash3 (Appleby), variant 13 of Stafford, as {@link SplittableRandom} itself uses.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param value the 64 bits of this seed
 */
public record Seed(long value) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Returns the seed with the given value. */
  public static Seed of(long value) {
    return new Seed(value);
  }

  /** Returns the sub-seed for one purpose; different names give independent sub-seeds. */
  public Seed named(String name) {
    long hash = value;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash + GOLDEN_GAMMA + name.charAt(i));
    }
    return new Seed(mix(hash ^ name.length()));
  }

  /** Returns the sub-seed for one element of a sequence: a step, a pass, a shard. */
  public Seed at(long index) {
    return new Seed(mix(value + GOLDEN_GAMMA * (index + 1)));
  }

  /** Returns a new generator that always starts at the same place for this seed. */
  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /**
   * Returns a uniformly random permutation of {@code 0 .. length-1} (Fisher and Yates), the same
   * one for the same seed and length.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public int[] permutation(int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      order[i] = i;
    }
    SplittableRandom random = random();
    for (int i = length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
