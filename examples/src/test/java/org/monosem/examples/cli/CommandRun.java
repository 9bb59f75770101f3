package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.monosem.core.json.StrictJson;

/** What one run of the tool did: its exit code and what it printed where. */
record CommandRun(int exit, String out, String err) {

  static CommandRun of(Object... arguments) {
    return askedToStop(() -> false, arguments);
  }

  static CommandRun askedToStop(BooleanSupplier asked, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(utf8(out), utf8(err));
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    int exit = Main.run(console, asked, words);
    return new CommandRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Returns standard output, which must be one JSON object of a run that succeeded. */
  Map<String, Object> json() {
    assertThat(exit).as(err).isZero();
    return StrictJson.parseObject(out, "standard output");
  }

  /** Returns the line that says why the run failed; there must be one, and no stack trace. */
  String complaint() {
    List<String> lines = err.lines().toList();
    assertThat(lines).noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by"));
    List<String> complaints = lines.stream().filter(l -> l.startsWith("monosem: ")).toList();
    assertThat(complaints).as(err).hasSize(1);
    assertThat(out).isEmpty();
    return complaints.get(0);
  }

  private static PrintStream utf8(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
