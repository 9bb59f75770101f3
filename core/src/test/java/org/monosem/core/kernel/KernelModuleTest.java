package org.monosem.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelModuleTest {
  private static final String TEXT =
      """
      def scale(x: Tensor, by: float) -> Tensor:
        return torch.mul(x, by)

      def double_in_place(x: Tensor) -> int:
        torch.mul_(x, 2.)
        return 0

      # Kernels call each other through self.
      def scale_all(xs: List[Tensor], by: float) -> List[Tensor]:
        out = annotate(List[Tensor], [])
        for i in range(torch.len(xs)):
          out = torch.append(out, self.scale(xs[i], by))
        return out

      def gradient(x: Tensor, weights: List[Tensor]) -> List[Tensor]:
        torch.set_grad_enabled(True)
        w = torch.requires_grad_(torch.detach(weights[0]), True)
        loss = torch.sum(torch.mul(torch.mul(w, w), x))
        g = unchecked_cast(Tensor, torch.grad([loss], [w])[0])
        torch.set_grad_enabled(False)
        return [torch.detach(loss), torch.detach(g)]
      """;

  private static final KernelModule KERNELS = KernelModule.compile("test", TEXT);

  @Test
  void callReturnsWhatTheFunctionReturns() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = manager.create(new float[] {1, 2});
      assertThat(KERNELS.callForArray(manager, "scale", x, 3.0).toFloatArray())
          .containsExactly(3, 6);
      NDList all = KERNELS.call(manager, "scale_all", List.of(x, x), 2.0);
      assertThat(all).hasSize(2);
      assertThat(all.get(1).toFloatArray()).containsExactly(2, 4);
    }
  }

  @Test
  void runChangesItsArgumentInPlace() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = manager.create(new float[] {1, 2});
      KERNELS.run("double_in_place", x);
      assertThat(x.toFloatArray()).containsExactly(2, 4);
    }
  }

  @Test
  void aKernelMayDifferentiateInsideAndLeavesNamesAndManagersAsTheyWere() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        NDManager weights = manager.newSubManager()) {
      NDArray w = weights.create(new float[] {1, 2});
      NDArray x = weights.create(new float[] {3, 4});
      NDList out = KERNELS.callDifferentiable(manager, "gradient", x, List.of(w));
      assertThat(out.get(0).getFloat()).isEqualTo(19f);
      assertThat(out.get(1).toFloatArray()).containsExactly(6, 16);
      assertThat(out.get(0).getManager()).isSameAs(manager);
      assertThat(w.getManager()).isSameAs(weights);
      assertThat(w.getName()).isNull();
    }
  }

  @Test
  void aTextThatDoesNotCompileSaysWhere() {
    assertThatThrownBy(
            () -> KernelModule.compile("bad", "def f(x: Tensor) -> Tensor:\n  return y\n"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("undefined value y");
  }

  @Test
  void aMissingResourceAndAWrongArgumentAreNamed() {
    assertThatThrownBy(() -> KernelModule.load(KernelModuleTest.class, "absent.py"))
        .hasMessageContaining("absent.py")
        .hasMessageContaining("KernelModuleTest");
    assertThatThrownBy(() -> KERNELS.run("double_in_place", new Shape(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
