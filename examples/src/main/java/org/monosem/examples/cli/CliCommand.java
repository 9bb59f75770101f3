package org.monosem.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What the commands share: the common options, the console, and the form of a result. */
abstract class CliCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Mixin CommonOptions common;

  @Override
  public final Integer call() {
    Map<String, Object> result = new LinkedHashMap<>();
    try (StopSignal stop = new StopSignal()) {
      run(result, stop);
      console().result(common.json, result);
      return stop.getAsBoolean() ? Main.EXIT_STOPPED : Main.EXIT_SUCCESS;
    }
  }

  /** Does the work and fills the result, in the order in which it is to be printed. */
  abstract void run(Map<String, Object> result, StopSignal stop);

  final Console console() {
    return main.console();
  }
}
