package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.kernel.CpuThreads;

/**
 * What figures were measured on.
 *
 * @param cpu the processor's name where the system tells it, otherwise its kind
 * @param cores that this process may use
 * @param threads of one operator on the CPU
 * @param device that did the work
 */
public record Machine(String cpu, int cores, int threads, String device) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  /** Returns this machine, as it is set up now. */
  static Machine of(Device device) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Machine(cpuName(), cores, CpuThreads.count(), device.toString());
  }

  Map<String, Object> hardware() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("cpu", cpu);
    result.put("cores", cores);
    result.put("threads", threads);
    result.put("device", device);
    return result;
  }

  /** Returns the versions of Java, DJL and libtorch. */
  static Map<String, Object> versions() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("java", System.getProperty("java.version"));
    result.put("djl", Engine.getDjlVersion());
    result.put("libtorch", Engine.getEngine("PyTorch").getVersion());
    return result;
  }

  private static String cpuName() {
    String kind = System.getProperty("os.arch");
    if (!Files.isReadable(CPU_INFO)) {
      return kind;
    }
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(kind);
    } catch (IOException e) {
      return kind;
    }
  }
}
