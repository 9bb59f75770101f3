package org.monosem.examples.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The door of the command line tool. */
@Command(
    name = "monosem",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Sparse-autoencoder dictionary learning on transformer activations.",
    subcommands = {
      QuickstartCommand.class,
      TrainTokenizerCommand.class,
      TrainTransformerCommand.class,
      HarvestCommand.class,
      TrainCommand.class,
      SweepCommand.class,
      EvaluateCommand.class,
      ProbeCommand.class,
      PolysemanticityCommand.class,
      SyntheticCommand.class,
      ToyCommand.class,
      EncodeCommand.class,
      ConvertCommand.class,
      DownloadCommand.class,
      GenerateCommand.class,
      InspectCommand.class,
      BenchmarkCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  static final int EXIT_SUCCESS = 0;
  static final int EXIT_FAILURE = 1;
  static final int EXIT_USAGE = 2;
  static final int EXIT_STOPPED = 130;

  private final Console console;
  private final BooleanSupplier asked;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On failure, print where it happened.")
  boolean stacktrace;

  Main(Console console, BooleanSupplier asked) {
    this.console = console;
    this.asked = asked;
  }

  /** Runs the command named by the arguments and ends the process with its exit code. */
  public static void main(String[] args) {
    quietNatives();
    System.exit(run(new Console(utf8(System.out), System.err), args));
  }

  /** Runs one command; everything it says goes to the given console. */
  static int run(Console console, String... args) {
    return run(console, () -> false, args);
  }

  /** Runs one command that also ends, saved as far as it came, once it is asked to. */
  static int run(Console console, BooleanSupplier asked, String... args) {
    Main main = new Main(console, asked);
    CommandLine line = new CommandLine(main);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(main::misused);
    line.setExecutionExceptionHandler(main::failed);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return main.outOfMemory(e);
    }
  }

  Console console() {
    return console;
  }

  /** Makes the signal that a running command watches. */
  StopSignal stopSignal() {
    return new StopSignal(asked);
  }

  @Override
  public void run() {
    throw new ParameterException(new CommandLine(this), "a command is needed");
  }

  private int misused(ParameterException e, String[] arguments) {
    console.say("monosem: " + oneLine(e));
    UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    sayTry(e.getCommandLine());
    return EXIT_USAGE;
  }

  private void sayTry(CommandLine line) {
    String name = line.getCommandSpec().qualifiedName();
    console.say("Try: " + name + " --help");
  }

  private int failed(Exception e, CommandLine line, @Nullable ParseResult arguments) {
    if (e instanceof UsageException) {
      console.say("monosem: " + e.getMessage());
      sayTry(line);
      return EXIT_USAGE;
    }
    console.say("monosem: " + oneLine(e));
    if (stacktrace) {
      e.printStackTrace(console.err());
    }
    return e instanceof CancellationException ? EXIT_STOPPED : EXIT_FAILURE;
  }

  private int outOfMemory(OutOfMemoryError e) {
    console.say(
        "monosem: out of memory: %s; give Java more with -Xmx, as in java -Xmx2g -jar monosem.jar"
            .formatted(e.getMessage()));
    if (stacktrace) {
      e.printStackTrace(console.err());
    }
    return EXIT_FAILURE;
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    Throwable cause = e.getCause();
    if (cause != null && cause.toString().equals(message)) {
      return oneLine(cause); // a wrapper without words of its own
    }
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName() + " (run again with --stacktrace)";
    }
    return message.strip().lines().findFirst().orElse(message);
  }

  /** DJL asks the cloud for telemetry and the tokenizers for CUDA builds unless told not to. */
  private static void quietNatives() {
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("RUST_FLAVOR", "cpu");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
