package org.monosem.examples.cli;

import ai.djl.Device;
import org.monosem.core.random.Seed;
import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
  @Option(names = "--json", description = "Print the result as one JSON object.")
  boolean json;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "DEVICE",
      description = "cpu, or gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
  String device;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Decides every random choice (default: ${DEFAULT-VALUE}).")
  long seed;

  Device device() {
    if (device.equals("cpu")) {
      return Device.cpu();
    }
    if (device.matches("gpu[0-9]{1,3}")) {
      return Device.gpu(Integer.parseInt(device.substring(3)));
    }
    throw new UsageException("--device: expected cpu or gpuN, got " + device);
  }

  Seed masterSeed() {
    return Seed.of(seed);
  }
}
