package org.monosem.examples.cli;

/** Options that do not make sense together; reported like any wrong usage, with exit code 2. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }

  /** Refuses a number that is too small. */
  static void atLeast(long least, String option, long value) {
    if (value < least) {
      throw new UsageException("%s: expected at least %d, got %d".formatted(option, least, value));
    }
  }
}
