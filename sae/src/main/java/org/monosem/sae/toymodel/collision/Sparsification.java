package org.monosem.sae.toymodel.collision;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.monosem.core.random.Seed;

/**
 * The entries of one row of {@code W} under the L1 term, sign aside: {@code w += step ((1 - |w|^2)
 * w - penalty)}, from normal entries of variance {@code 1 / units}; an entry that reaches 0 is
 * dropped.
 *
 * @param units how many entries there are at first, at least 1
 * @param penalty {@code lambda}, above 0
 * @param step of time, above 0; the published one is 0.5
 */
public record Sparsification(int units, double penalty, double step) {

  /**
   * A moment.
   *
   * @param time {@code t}, steps times the step
   * @param norm {@code |w|_1}
   * @param survivors the entries that are left
   * @param predictedNorm {@code 1 / (1 / sqrt(units) + penalty t)}
   */
  public record Moment(double time, double norm, int survivors, double predictedNorm) {
    /** Returns the square of the predicted norm. */
    public double predictedSurvivors() {
      return predictedNorm * predictedNorm;
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public Sparsification {
    Check.atLeastOne("units", units);
    Check.above("penalty", penalty);
    Check.above("step", step);
  }

  /** Returns the published one: 1e5 units, penalty 1e-5, step 0.5. */
  public static Sparsification published() {
    return new Sparsification(100_000, 1e-5, 0.5);
  }

  /**
   * Returns when the laws are looked at: times spaced by equal factors, from where the penalty has
   * taken three times {@code 1 / sqrt(units)} to where {@code |w|_1} is predicted to be near 10.
   *
   * @throws IllegalArgumentException if the first of these is not before the last: {@code units}
   *     must be above 900
   */
  public List<Double> asymptoticTimes(int count) {
    double first = 3 / (penalty * Math.sqrt(units));
    double last = 0.1 / penalty;
    if (first >= last) {
      throw new IllegalArgumentException("units: expected more than 900, got " + units);
    }
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(first * Math.pow(last / first, i / Math.max(1.0, count - 1)));
    }
    return times;
  }

  /**
   * Follows a row.
   *
   * @param seed decides the start
   * @param times when to look, ascending; each is rounded to a step
   * @return one moment a time
   * @throws CancellationException if the thread is interrupted; its status stays so
   */
  public List<Moment> simulate(Seed seed, List<Double> times) {
    Row row = new Row(start(seed));
    List<Moment> moments = new ArrayList<>();
    long done = 0;
    for (double time : times) {
      for (long steps = Math.round(time / step); done < steps; done++) {
        row.advance(penalty, step);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("sparsification: interrupted after " + done + " steps");
      }
      moments.add(
          new Moment(
              done * step,
              row.norm(),
              row.count,
              1 / (1 / Math.sqrt(units) + penalty * done * step)));
    }
    return moments;
  }

  private double[] start(Seed seed) {
    SplittableRandom random = seed.random();
    double[] entries = new double[units];
    for (int i = 0; i < units; i++) {
      entries[i] = Math.abs(random.nextGaussian()) / Math.sqrt(units);
    }
    return entries;
  }

  /** Entries of which the first ones are left. */
  private static final class Row {
    private final double[] entries;
    private int count;
    private double squares;

    Row(double[] entries) {
      this.entries = entries;
      this.count = entries.length;
      for (double entry : entries) {
        squares += entry * entry;
      }
    }

    void advance(double penalty, double step) {
      double growth = 1 + step * (1 - squares);
      int left = 0;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        double moved = growth * entries[i] - step * penalty;
        if (moved > 0) {
          entries[left++] = moved;
          sum += moved * moved;
        }
      }
      count = left;
      squares = sum;
    }

    double norm() {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += entries[i];
      }
      return sum;
    }
  }
}
