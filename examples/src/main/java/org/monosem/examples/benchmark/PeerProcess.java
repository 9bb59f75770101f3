package org.monosem.examples.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.monosem.core.json.StrictJson;

/**
 * A Python that takes the peers' training steps when asked, so that its turns lie between this
 * program's own. It runs {@code peer_step.py} on data written to a file.
 */
final class PeerProcess implements AutoCloseable {
  private static final String SCRIPT = "peer_step.py";

  private final String python;
  private final Path folder;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final Map<String, Object> greeting;

  /**
   * What Python to run and how.
   *
   * @param python the interpreter, with torch and numpy
   * @param compiled whether the forward pass goes through torch.compile
   */
  record Options(String python, boolean compiled) {}

  private PeerProcess(String python, Path folder, List<String> command) throws IOException {
    this.python = python;
    this.folder = folder;
    this.process = new ProcessBuilder(command).redirectError(errors().toFile()).start();
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.greeting = answer();
  }

  /**
   * Starts a Python on a problem.
   *
   * @throws IllegalStateException with the Python's own words if it cannot do it
   */
  static PeerProcess start(Options options, StepProblem problem, int threads) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("monosem-peer");
      Path data = folder.resolve("step.safetensors");
      ProblemFile.write(problem, data);
      Path script = folder.resolve(SCRIPT);
      try (InputStream in = PeerProcess.class.getResourceAsStream(SCRIPT)) {
        Files.copy(Objects.requireNonNull(in, SCRIPT), script);
      }
      List<String> command =
          new ArrayList<>(
              List.of(
                  options.python(),
                  script.toString(),
                  data.toString(),
                  "--interactive",
                  "--threads",
                  Integer.toString(threads),
                  "--device",
                  problem.rows().getDevice().isGpu()
                      ? "cuda:" + problem.rows().getDevice().getDeviceId()
                      : "cpu"));
      if (options.compiled()) {
        command.add("--compile");
      }
      return new PeerProcess(options.python(), folder, command);
    } catch (IOException e) {
      delete(folder);
      throw new UncheckedIOException("--peer " + options.python() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /** Returns what the Python says of itself: {@code torch}, {@code threads}. */
  Map<String, Object> greeting() {
    return greeting;
  }

  /** Returns one peer in one precision, fp32 or bf16, as a contender. */
  PeerStep step(String peer, String precision) {
    return new PeerStep(peer, precision);
  }

  /** Ends the Python and removes its files. */
  @Override
  public void close() {
    process.destroy();
    delete(folder);
  }

  private Path errors() {
    return folder.resolve("errors.txt");
  }

  private Map<String, Object> ask(String request) {
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException("--peer " + python + ": " + lastWords(e.toString()), e);
    }
  }

  private Map<String, Object> answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("--peer " + python + ": " + lastWords("ended"));
    }
    return StrictJson.parseObject(line, "the peer's answer");
  }

  /** The last line that the Python wrote to its standard error: what an exception says. */
  private String lastWords(String otherwise) throws UncheckedIOException {
    try {
      List<String> lines = Files.readAllLines(errors(), StandardCharsets.UTF_8);
      return lines.isEmpty() ? otherwise : lines.get(lines.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }

  /**
   * One peer in one precision; the time it takes includes a request and an answer, microseconds.
   */
  final class PeerStep implements Contender {
    private final String peer;
    private final String precision;
    private double loss;
    private long peakBytes;

    private PeerStep(String peer, String precision) {
      this.peer = peer;
      this.precision = precision;
    }

    @Override
    public void run(int times) {
      Map<String, Object> answer = ask(peer + " " + precision + " " + times);
      loss = answer.get("loss") instanceof Double value ? value : Double.NaN;
      peakBytes = answer.get("peak_bytes") instanceof Long bytes ? bytes : 0;
    }

    String peer() {
      return peer;
    }

    String precision() {
      return precision;
    }

    double loss() {
      return loss;
    }

    /** Returns the most bytes that the whole Python had resident so far; 0 if it cannot tell. */
    long peakBytes() {
      return peakBytes;
    }
  }
}
