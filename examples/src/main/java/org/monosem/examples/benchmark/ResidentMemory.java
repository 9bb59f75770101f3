package org.monosem.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What of this process is resident in memory, as Linux counts it. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  /** Makes the kernel count the peak anew; see proc_pid_clear_refs(5). */
  private static final String RESET_PEAK = "5";

  private ResidentMemory() {}

  /** Returns the bytes resident now; null on systems without {@code /proc}. */
  static @Nullable Long now() {
    return field("VmRSS:");
  }

  /** Returns the most bytes resident since {@link #resetPeak}, or since the start. */
  static @Nullable Long peak() {
    return field("VmHWM:");
  }

  /** Starts a new peak at what is resident now; returns whether the system could. */
  static boolean resetPeak() {
    try {
      Files.writeString(CLEAR, RESET_PEAK);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable Long field(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }
}
