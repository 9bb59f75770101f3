package org.monosem.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands share: the common options, the console, and the form of a result. */
abstract class CliCommand implements Callable<Integer> {
  @Mixin CommonOptions common;

  @Spec CommandSpec spec;

  @Override
  public final Integer call() {
    Map<String, Object> result = new LinkedHashMap<>();
    try (StopSignal stop = main().stopSignal()) {
      common.check();
      run(result, stop);
      print(result);
      return exitCode(result);
    }
  }

  private static int exitCode(Map<String, Object> result) {
    if (Boolean.FALSE.equals(result.get("passed"))) {
      return Main.EXIT_FAILURE;
    }
    return Boolean.FALSE.equals(result.get("complete")) ? Main.EXIT_STOPPED : Main.EXIT_SUCCESS;
  }

  /**
   * Does the work and fills the result, in the order in which it is to be printed. Work that was
   * stopped before its end, but saved, says {@code complete} false; a stop that came after the last
   * of the work changes nothing. Checks of which one failed say {@code passed} false.
   */
  abstract void run(Map<String, Object> result, StopSignal stop);

  /** Prints the result: aligned lines, or JSON. */
  void print(Map<String, Object> result) {
    console().result(common.json, result);
  }

  /** Refuses options that would have no effect, rather than ignoring them. */
  final void refuse(String with, String... options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new UsageException(option + " has no effect " + with);
      }
    }
  }

  final Console console() {
    return main().console();
  }

  /** The door, also for the commands of a command. */
  private Main main() {
    return (Main) spec.root().userObject();
  }
}
