package org.monosem.core.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whether this machine's processor says that it multiplies bfloat16 natively. */
final class NativeBfloat16 {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Set<String> FLAGS = Set.of("amx_bf16", "avx512_bf16", "bf16");

  private NativeBfloat16() {}

  /** Returns false where the operating system does not list the processor's abilities. */
  static boolean here() {
    if (!Files.isReadable(PROCESSORS)) {
      return false;
    }
    try {
      return listedIn(Files.readAllLines(PROCESSORS, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + PROCESSORS, e);
    }
  }

  static boolean listedIn(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .anyMatch(FLAGS::contains);
  }
}
