package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.core.random.Seed;

/** One pass past several hook points finds what a pass to each of them finds. */
class SeveralHooksTest {
  private static final Gpt2Config CONFIG =
      new Gpt2Config(41, 16, 2, 4, 16, 24, MlpActivation.RELU, 1e-5, false);

  private NDManager manager;
  private Gpt2 model;
  private NDArray tokens;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    model = Gpt2.random(CONFIG, Seed.of(5), manager);
    long[] ids = new long[300 * 11];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 17L % 41;
    }
    tokens = manager.create(ids, new Shape(300, 11));
  }

  @AfterEach
  void close() {
    model.close();
    manager.close();
  }

  @Test
  void everyHookPointAtOnceIsAsEachAlone() {
    List<HookPoint> hooks = model.hookPoints();
    int held = manager.getManagedArrays().size();
    List<NDArray> together = model.activations(tokens, hooks);
    assertThat(manager.getManagedArrays()).hasSize(held + hooks.size());
    for (int i = 0; i < hooks.size(); i++) {
      NDArray alone = model.activations(tokens, hooks.get(i));
      assertThat(together.get(i).toFloatArray())
          .as(hooks.get(i).name())
          .isEqualTo(alone.toFloatArray());
    }
  }

  @Test
  void theOrderIsTheCallersAndRepeatsAreAllowed() {
    List<HookPoint> hooks = List.of(HookPoint.mlpOut(1), HookPoint.mlpPost(0), HookPoint.mlpOut(1));
    List<NDArray> found = model.activations(tokens, hooks);
    assertThat(found.get(1).getShape()).isEqualTo(new Shape(300, 11, model.width(hooks.get(1))));
    assertThat(found.get(2).toFloatArray()).isEqualTo(found.get(0).toFloatArray());
    assertThat(model.activations(tokens, List.of())).isEmpty();
  }

  @Test
  void refusesAHookPointThatThereIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> model.activations(tokens, List.of(HookPoint.mlpOut(0), HookPoint.mlpOut(7))))
        .withMessageContaining("got blocks.7.hook_mlp_out");
  }
}
