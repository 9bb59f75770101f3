package org.monosem.examples.cli;

/** Options that do not make sense together; reported like any wrong usage, with exit code 2. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}
