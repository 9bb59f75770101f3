package org.monosem.examples.benchmark;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.encoder.Precision;
import org.monosem.core.random.Seed;

/**
 * What is measured of the paths that a trainer chooses.
 *
 * @param shapes the sizes, the same but for L0, densest first
 * @param precision of the encoder's product; null for the faster of those that are exact
 * @param threads how many threads an operator runs on, on the CPU
 * @param repeats how often everything is timed, at least one
 * @param seed of the data and the dictionaries
 */
public record DensityOptions(
    List<StepShape> shapes, @Nullable Precision precision, int threads, int repeats, Seed seed) {
  private static final int HALVINGS = 9;
  private static final double USUAL_L0 = 50;
  private static final double LEAST_L0 = 12;

  /** Copies the list, which must not be empty. */
  public DensityOptions {
    shapes = List.copyOf(shapes);
    if (shapes.isEmpty()) {
      throw new IllegalArgumentException("l0: expected at least one value");
    }
  }

  /**
   * Returns the numbers of active features a row from a fresh dictionary's, half of all, on to a
   * trained one's: halved down to about 100, then 50 and 12, as far as they are fewer.
   */
  public static List<Double> fromFreshToTrained(int features) {
    DoubleStream halved =
        DoubleStream.iterate(features / 2.0, l0 -> l0 / 2)
            .limit(HALVINGS)
            .filter(l0 -> l0 > USUAL_L0 || l0 == features / 2.0);
    DoubleStream trained = DoubleStream.of(USUAL_L0, LEAST_L0).filter(l0 -> l0 < features / 2.0);
    return DoubleStream.concat(halved, trained).boxed().toList();
  }
}
