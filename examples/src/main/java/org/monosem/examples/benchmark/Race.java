package org.monosem.examples.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Times contenders in turn, A B C A B C ..., so that whatever else the machine does falls on all of
 * them.
 */
final class Race implements AutoCloseable {
  /** A contender runs as often in one turn as this takes; shorter turns would measure the clock. */
  private static final double LEAST_TURN_SECONDS = 0.02;

  private static final int WARM_UP_RUNS = 2;

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** One contender, how often it runs in a turn, and the seconds of a run in each turn. */
  private record Entry(Contender contender, int runs, List<Double> seconds) {}

  /**
   * Adds a contender, which the race closes in the end: warms it up and settles how often it runs
   * in one turn.
   *
   * @return the contender
   */
  <C extends Contender> C enter(String name, C contender) {
    contender.run(WARM_UP_RUNS);
    double seconds = secondsOfOne(contender, 1);
    int runs = (int) Math.ceil(LEAST_TURN_SECONDS / Math.max(seconds, 1e-6));
    entries.put(name, new Entry(contender, runs, new ArrayList<>()));
    return contender;
  }

  /**
   * Gives every contender its turns.
   *
   * @param turns how many each, at least one
   * @param afterRound hears the number of rounds done
   */
  void run(int turns, IntConsumer afterRound) {
    for (int turn = 1; turn <= turns; turn++) {
      for (Entry entry : entries.values()) {
        entry.seconds().add(secondsOfOne(entry.contender(), entry.runs()));
      }
      afterRound.accept(turn);
    }
  }

  /** Returns each contender's time for one run. */
  Timings timings() {
    Map<String, Timing> result = new LinkedHashMap<>();
    entries.forEach((name, entry) -> result.put(name, Timing.of(entry.seconds())));
    return new Timings(result);
  }

  @Override
  public void close() {
    entries.values().forEach(entry -> entry.contender().close());
  }

  private static double secondsOfOne(Contender contender, int runs) {
    long begun = System.nanoTime();
    contender.run(runs);
    return (System.nanoTime() - begun) / 1e9 / runs;
  }
}
