package org.monosem.examples.cli;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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

  /** Checks what every command takes, also where it is of no use. */
  void check() {
    if (!device.matches("cpu|gpu[0-9]{1,3}")) {
      throw new UsageException("--device: expected cpu or gpuN, got " + device);
    }
  }

  Device device() {
    check();
    if (device.equals("cpu")) {
      return Device.cpu();
    }
    return requireWorking(Device.gpu(Integer.parseInt(device.substring(3))));
  }

  /** DJL counts no GPUs where it finds no CUDA runtime, though libtorch may have one: so try. */
  private static Device requireWorking(Device gpu) {
    try (NDManager manager = NDManager.newBaseManager(gpu, "PyTorch")) {
      manager.ones(new Shape(1)).close();
      return gpu;
    } catch (EngineException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "device gpu" + gpu.getDeviceId() + ": not usable here; monosem doctor says what is", e);
    }
  }

  Seed masterSeed() {
    return Seed.of(seed);
  }
}
