package org.monosem.examples.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.monosem.examples.selftest.Outcome;
import org.monosem.examples.selftest.SelfTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine offers: Java, engine, natives, devices, threads, memory. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Print what was found: engine, natives, devices, threads, memory.")
final class DoctorCommand extends CliCommand {
  @Option(
      names = "--gpu-selftest",
      description =
          "Run every kernel on the GPU (--device, gpu0 by default) and compare it with float64 on"
              + " the CPU; with --device cpu, the same for float32 on the CPU.")
  boolean gpuSelftest;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Rounds of the selftest, each with new numbers (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--rounds", rounds);
    if (!gpuSelftest) {
      refuse("without --gpu-selftest", "--rounds");
    }
    facts(result);
    Device device = gpuSelftest ? selftestDevice() : common.device();
    DeviceProbe.addTo(result, device);
    if (gpuSelftest) {
      selftest(device, result);
    }
  }

  /** A machine whose GPU was not asked for by name may have none; that is worth plain words. */
  private Device selftestDevice() {
    if (spec.commandLine().getParseResult().hasMatchedOption("--device")) {
      return common.device();
    }
    try {
      common.device = "gpu0";
      return common.device();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "no GPU was found; --device cpu runs the same checks on the CPU", e);
    }
  }

  private void selftest(Device device, Map<String, Object> result) {
    List<Outcome> outcomes = new SelfTest(device, common.masterSeed(), rounds).run();
    long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    result.put("checks", new Table(outcomes.stream().map(Outcome::toMap).toList()));
    result.put("checks_failed", failed);
    result.put("passed", failed == 0);
  }

  private static void facts(Map<String, Object> result) {
    result.put("monosem", Version.text());
    result.put(
        "java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    result.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    result.put("processors", Runtime.getRuntime().availableProcessors());
    result.put("heap_mb", Runtime.getRuntime().maxMemory() >> 20);
    result.put("machine_memory_mb", machineMemory() >> 20);
    Engine engine = Engine.getEngine("PyTorch");
    result.put("engine", engine.getEngineName() + " " + version(engine));
    result.put("djl", Engine.getDjlVersion());
    result.put("natives", natives());
    result.put("gpus", engine.getGpuCount());
    result.put("cuda", CudaUtils.hasCuda() ? CudaUtils.getCudaVersionString() : "not found");
    result.put("default_device", engine.defaultDevice().toString());
    GpuFacts.addTo(result);
  }

  /** DJL tells the version that it was built for, whatever libtorch it was given. */
  private static String version(Engine engine) {
    return System.getenv("PYTORCH_LIBRARY_PATH") == null
        ? engine.getVersion()
        : "as in PYTORCH_LIBRARY_PATH (DJL was built for " + engine.getVersion() + ")";
  }

  private static String natives() {
    String own = System.getenv("PYTORCH_LIBRARY_PATH");
    if (own != null) {
      return own + " (PYTORCH_LIBRARY_PATH)";
    }
    String cache = Objects.requireNonNullElse(System.getenv("DJL_CACHE_DIR"), "~/.djl.ai");
    return Path.of(cache).resolve("pytorch").toString();
  }

  private static long machineMemory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getTotalMemorySize();
    }
    return 0;
  }
}
