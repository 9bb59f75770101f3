package org.monosem.examples.benchmark;

/** One way to do the measured work. */
interface Contender extends AutoCloseable {

  /** Does the work so many times; returns when the last is done, on any device. */
  void run(int times);

  @Override
  default void close() {
    // Most hold nothing but arrays of a manager that is closed after them.
  }
}
