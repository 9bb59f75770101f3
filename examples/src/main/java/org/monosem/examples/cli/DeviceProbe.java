package org.monosem.examples.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.monosem.core.kernel.KernelModule;

/** Tries a device: whether kernels compile and run there, and how its products round. */
final class DeviceProbe {
  private static final KernelModule KERNELS =
      KernelModule.compile(
          "doctor",
          """
          def bfloat16(x: Tensor) -> Tensor:
            return torch.to(torch.mm(torch.to(x, 15), torch.to(x, 15)), 6)

          def float32(x: Tensor) -> Tensor:
            return torch.mm(x, torch.ones_like(x))
          """);

  private static final int SIDE = 256;

  /** Lost by a number format of less than 12 bits behind the point, as TF32 with its 10. */
  private static final float BELOW_TF32 = 0x1p-12f;

  private DeviceProbe() {}

  static void addTo(Map<String, Object> result, Device device) {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      String name = device.getDeviceType() + (device.isGpu() ? device.getDeviceId() : "");
      result.put("kernels_on_" + name, kernels(manager));
      result.put("float32_products_on_" + name, rounding(manager));
    }
  }

  /** Compiles a kernel and runs it on the device, in float32 and bfloat16. */
  private static String kernels(NDManager manager) {
    NDArray ones = manager.ones(new Shape(4, 4));
    float sum = KERNELS.callForArray(manager, "bfloat16", ones).sum().getFloat();
    return sum == 64 ? "compile and run" : "WRONG: expected 64, got " + sum;
  }

  /** Multiplies numbers that float32 holds and TF32 does not: what is lost tells which was used. */
  private static String rounding(NDManager manager) {
    NDArray x = manager.full(new Shape(SIDE, SIDE), 1 + BELOW_TF32);
    float got = KERNELS.callForArray(manager, "float32", x).get(0, 0).getFloat();
    return got > SIDE ? "in float32" : "in TF32";
  }
}
