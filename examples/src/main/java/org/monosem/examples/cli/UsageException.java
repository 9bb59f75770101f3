package org.monosem.examples.cli;

import java.util.List;

/** Options that do not make sense together; reported like any wrong usage, with exit code 2. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }

  /** Refuses a list that names a value twice. */
  static void distinct(String option, List<?> values) {
    if (values.stream().distinct().count() < values.size()) {
      throw new UsageException(option + ": expected each value once, got " + values);
    }
  }

  /** Refuses a number that is too small. */
  static void atLeast(long least, String option, long value) {
    if (value < least) {
      throw new UsageException("%s: expected at least %d, got %d".formatted(option, least, value));
    }
  }
}
