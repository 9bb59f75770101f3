package org.monosem.examples.cli;

import ai.djl.util.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What can be found out about GPUs beside what the engine says. */
final class GpuFacts {
  private static final List<String> QUERY =
      List.of(
          "nvidia-smi",
          "--query-gpu=name,driver_version,memory.total,memory.free,compute_cap",
          "--format=csv,noheader");

  private GpuFacts() {}

  static void addTo(Map<String, Object> result) {
    result.put("flavor", flavor());
    result.put("nvidia_driver", driver());
    List.of("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "NVIDIA_TF32_OVERRIDE")
        .forEach(
            name ->
                result.put(
                    name.toLowerCase(Locale.ROOT),
                    Objects.requireNonNullElse(System.getenv(name), "not set")));
  }

  /** Returns each GPU's name, driver version, memory and compute capability. */
  private static String driver() {
    try {
      Process process = new ProcessBuilder(QUERY).redirectErrorStream(true).start();
      try (InputStream out = process.getInputStream()) {
        String said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.replace(System.lineSeparator(), "; ");
      }
    } catch (IOException e) {
      return "not found (no nvidia-smi)";
    }
  }

  /** Returns the kind of natives, for example {@code cpu} or {@code cu128}. */
  private static String flavor() {
    String own = System.getenv("PYTORCH_FLAVOR");
    if (own != null) {
      return own + " (PYTORCH_FLAVOR)";
    }
    return Objects.requireNonNullElse(Platform.detectPlatform("pytorch").getFlavor(), "unknown");
  }
}
