package org.monosem.examples.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.monosem.core.kernel.KernelModule;
import picocli.CommandLine.Command;

/** Says what this machine offers: Java, engine, natives, devices, threads, memory. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Print what was found: engine, natives, devices, threads, memory.")
final class DoctorCommand extends CliCommand {
  private static final String PROBE =
      """
      def probe(x: Tensor) -> Tensor:
        return torch.to(torch.mm(torch.to(x, 15), torch.to(x, 15)), 6)
      """;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    result.put("monosem", Version.text());
    result.put(
        "java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    result.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    result.put("processors", Runtime.getRuntime().availableProcessors());
    result.put("heap_mb", Runtime.getRuntime().maxMemory() >> 20);
    result.put("machine_memory_mb", machineMemory() >> 20);
    Engine engine = Engine.getEngine("PyTorch");
    result.put("engine", engine.getEngineName() + " " + engine.getVersion());
    result.put("djl", Engine.getDjlVersion());
    result.put("natives", natives());
    result.put("gpus", engine.getGpuCount());
    result.put("cuda", CudaUtils.hasCuda() ? CudaUtils.getCudaVersionString() : "not found");
    result.put("default_device", engine.defaultDevice().toString());
    result.put("kernels_on_" + common.device, probe(common.device()));
  }

  /** Compiles a kernel and runs it on the device, in float32 and bfloat16. */
  private static String probe(Device device) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray ones = manager.ones(new Shape(4, 4));
      float sum =
          KernelModule.compile("doctor", PROBE)
              .callForArray(manager, "probe", ones)
              .sum()
              .getFloat();
      return sum == 64 ? "compile and run" : "WRONG: expected 64, got " + sum;
    }
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
