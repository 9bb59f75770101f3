package org.monosem.core.groundtruth;

import java.util.SplittableRandom;

/**
 * How strongly an atom is active when it fires; never negative.
 *
 * @param shape the family
 * @param first its first number, see {@link Shape}
 * @param second its second number
 */
public record Amplitude(Shape shape, double first, double second) {

  /** Families of distributions, in the numbers {@code a} and {@code b}. */
  public enum Shape {
    /** {@code U(a, b)}; always {@code a} if they are equal. */
    UNIFORM,
    /** {@code a + b E}, with {@code E} exponential of mean one. */
    EXPONENTIAL,
    /** {@code a + b |N|}, with {@code N} standard normal. */
    HALF_NORMAL,
    /** {@code exp(a + b N)}, with {@code N} standard normal. */
    LOG_NORMAL
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite, an amplitude could be negative, or a
   *     uniform range is upside down
   */
  public Amplitude {
    if (shape == Shape.LOG_NORMAL) {
      Check.between("amplitude", -100, 100, first);
    } else {
      Check.notNegative("amplitude", first);
    }
    Check.notNegative("amplitude", second);
    if (shape == Shape.UNIFORM && second < first) {
      throw new IllegalArgumentException(
          "amplitude: expected a range, got %s to %s".formatted(first, second));
    }
  }

  /** Returns amplitudes that are equally likely everywhere in {@code [low, high)}. */
  public static Amplitude uniform(double low, double high) {
    return new Amplitude(Shape.UNIFORM, low, high);
  }

  /** Returns amplitudes that are all the same. */
  public static Amplitude constant(double value) {
    return uniform(value, value);
  }

  /** Returns {@code least} plus an exponential of the given mean. */
  public static Amplitude exponential(double least, double mean) {
    return new Amplitude(Shape.EXPONENTIAL, least, mean);
  }

  /** Returns {@code least} plus the size of a normal of mean zero. */
  public static Amplitude halfNormal(double least, double deviation) {
    return new Amplitude(Shape.HALF_NORMAL, least, deviation);
  }

  /** Returns amplitudes whose logarithm is normal. */
  public static Amplitude logNormal(double logMean, double logDeviation) {
    return new Amplitude(Shape.LOG_NORMAL, logMean, logDeviation);
  }

  double sample(SplittableRandom random) {
    return switch (shape) {
      case UNIFORM -> first + (second - first) * random.nextDouble();
      case EXPONENTIAL -> first - second * Math.log1p(-random.nextDouble());
      case HALF_NORMAL -> first + second * Math.abs(random.nextGaussian());
      case LOG_NORMAL -> Math.exp(first + second * random.nextGaussian());
    };
  }
}
