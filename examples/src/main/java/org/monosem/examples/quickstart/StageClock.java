package org.monosem.examples.quickstart;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Takes the time of stages, by name. */
final class StageClock {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  <T> T time(String stage, Supplier<T> work) {
    long begin = System.nanoTime();
    T result = work.get();
    seconds.put(stage, (System.nanoTime() - begin) / 1e9);
    return result;
  }

  Map<String, Double> seconds() {
    return seconds;
  }
}
