package org.monosem.examples.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person watches: from JDK 22 on a console exists even where output goes to a file. */
final class Terminal {
  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // the second question is asked below, where it exists
  static boolean isWatched() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // before JDK 22 a console is a terminal
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
