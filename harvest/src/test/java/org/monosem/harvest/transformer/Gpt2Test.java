package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.core.random.Seed;

class Gpt2Test {
  private static final Gpt2Config CONFIG =
      new Gpt2Config(41, 16, 2, 4, 16, 24, MlpActivation.RELU, 1e-5, false);

  private NDManager manager;
  private Gpt2 model;
  private NDArray tokens;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    NDManager owner = manager.newSubManager();
    Gpt2Weights weights = Gpt2Initializer.random(CONFIG, Seed.of(5), owner);
    // Larger weights than at the start of training, so that attention and MLP matter.
    weights.arrays().forEach(array -> array.muli(8));
    model = new Gpt2(weights, owner);
    long[] ids = new long[3 * 11];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 17L % 41;
    }
    tokens = manager.create(ids, new Shape(3, 11));
  }

  @AfterEach
  void close() {
    model.close();
    manager.close();
  }

  @Test
  void anIdentityEditChangesNoLoss() {
    float[] losses = model.tokenLosses(tokens).toFloatArray();
    for (HookPoint hook : model.hookPoints()) {
      assertThat(model.tokenLosses(tokens, hook, activations -> activations).toFloatArray())
          .as(hook.name())
          .containsExactly(losses, within(1e-6f));
      assertThat(model.tokenLosses(tokens, hook, NDArray::duplicate).toFloatArray())
          .as(hook.name())
          .containsExactly(losses, within(1e-6f));
    }
  }

  @Test
  void aZeroedMlpAddsItsBiasAlone() {
    NDArray zeroed =
        model.tokenLosses(tokens, HookPoint.mlpPost(1), activations -> activations.mul(0));
    NDArray bias = model.weights().block(1, Gpt2Layout.Slot.MLP_OUT_BIAS);
    NDArray replaced =
        model.tokenLosses(tokens, HookPoint.mlpOut(1), activations -> activations.mul(0).add(bias));
    assertThat(zeroed.toFloatArray()).containsExactly(replaced.toFloatArray(), within(1e-6f));
    assertThat(zeroed.toFloatArray()).isNotEqualTo(model.tokenLosses(tokens).toFloatArray());
  }

  @Test
  void anEditOfOnePositionLeavesEarlierLossesAlone() {
    NDArray mask = manager.ones(new Shape(1, 11, 1));
    mask.set(new float[] {1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1});
    float[] clean = model.tokenLosses(tokens).toFloatArray();
    float[] edited =
        model
            .tokenLosses(tokens, HookPoint.residualPre(0), activations -> activations.mul(mask))
            .toFloatArray();
    for (int i = 0; i < clean.length; i++) {
      if (i % 10 < 6) {
        assertThat(edited[i]).isEqualTo(clean[i], within(1e-6f));
      }
    }
    assertThat(edited[6]).isNotCloseTo(clean[6], within(1e-4f));
  }

  @Test
  void anEditOfAnotherShapeIsRefused() {
    assertThatThrownBy(
            () ->
                model.tokenLosses(
                    tokens, HookPoint.mlpPost(0), activations -> activations.get(":, 1:")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "edit at blocks.0.mlp.hook_post: expected float32 (3, 11, 24), got float32 (3, 10, 24)");
  }

  @Test
  void aContextGivesTheSameWhateverStandsBesideIt() {
    HookPoint hook = HookPoint.residualPost(1);
    long[] many = new long[300 * 16];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 7L % 41;
    }
    NDArray batch = manager.create(many, new Shape(300, 16));
    NDArray all = model.activations(batch, hook);
    for (int context : new int[] {0, 127, 128, 299}) {
      NDArray alone = model.activations(batch.get(context + ":" + (context + 1)), hook);
      assertThat(all.get(context).toFloatArray())
          .containsExactly(alone.toFloatArray(), within(1e-5f));
    }
  }

  @Test
  void directLogitsAreTheChangeOfTheLogitsUpToTheScale() {
    NDArray directions = manager.randomNormal(new Shape(2, 24));
    NDArray logits = model.directLogits(HookPoint.mlpPost(1), directions);
    assertThat(logits.getShape()).isEqualTo(new Shape(2, 41));
    NDArray residual = directions.matMul(model.weights().block(1, Gpt2Layout.Slot.MLP_OUT));
    NDArray centred = residual.sub(residual.mean(new int[] {1}, true));
    NDArray expected =
        centred.mul(model.weights().finalGain()).matMul(model.weights().unembedding().transpose());
    assertThat(logits.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-3f));
    assertThat(model.directLogits(HookPoint.residualPost(1), residual).toFloatArray())
        .containsExactly(expected.toFloatArray(), within(1e-3f));
    assertThatThrownBy(() -> model.directLogits(HookPoint.of("blocks.0.mlp.hook_pre"), directions))
        .hasMessageContaining("a non-linearity lies between blocks.0.mlp.hook_pre");
    assertThatThrownBy(() -> model.directLogits(HookPoint.mlpOut(0), directions))
        .hasMessageContaining("expected float32 [n, width=16], got float32 (2, 24)");
  }

  @Test
  void wrongTokensAreNamed() {
    assertThatThrownBy(() -> model.logits(manager.create(new long[] {1, 2})))
        .hasMessage("tokens: expected int64 [batch, position], got int64 (2)");
    assertThatThrownBy(() -> model.logits(manager.zeros(new Shape(1, 4))))
        .hasMessage("tokens: expected int64 [batch, position], got float32 (1, 4)");
    assertThatThrownBy(() -> model.logits(manager.create(new long[17], new Shape(1, 17))))
        .hasMessage("tokens: expected 1 to 16 positions, got 17");
    assertThatThrownBy(() -> model.tokenLosses(manager.create(new long[1], new Shape(1, 1))))
        .hasMessage("tokens: expected 2 to 16 positions, got 1");
    NDArray outside = manager.create(new long[] {0, 40, 3, 41}, new Shape(2, 2));
    assertThatThrownBy(() -> model.activations(outside, HookPoint.mlpPost(0)))
        .hasMessage("tokens: expected ids from 0 to 40, got 41 at [batch=1, position=1]");
  }

  @Test
  void anUnknownHookPointListsTheKnownOnes() {
    assertThatThrownBy(() -> model.activations(tokens, HookPoint.mlpPost(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got blocks.2.mlp.hook_post")
        .hasMessageContaining("blocks.1.mlp.hook_post");
    assertThat(model.width(HookPoint.mlpPost(1))).isEqualTo(24);
    assertThat(model.width(HookPoint.attentionOut(1))).isEqualTo(16);
  }

  @Test
  void nothingButTheResultIsLeftInTheManager() {
    try (NDManager mine = manager.newSubManager()) {
      NDArray ids = tokens.duplicate();
      ids.attach(mine);
      NDArray directions = mine.randomNormal(new Shape(2, 24));
      int before = mine.getManagedArrays().size();
      model.activations(ids, HookPoint.mlpPost(1)).close();
      model.logits(ids).close();
      model.nextTokenLogits(ids).close();
      model.tokenLosses(ids).close();
      model.tokenLosses(ids, HookPoint.mlpPost(0), activations -> activations.mul(0)).close();
      model.directLogits(HookPoint.mlpPost(0), directions).close();
      assertThat(mine.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void resultsMayBeChangedInPlace() {
    NDArray activations = model.activations(tokens, HookPoint.mlpPost(0));
    float first = activations.toFloatArray()[0];
    activations.addi(1);
    assertThat(activations.toFloatArray()[0]).isEqualTo(first + 1);
  }

  @Test
  void severalThreadsGetTheSameNumbers() throws Exception {
    float[] expected = model.tokenLosses(tokens).toFloatArray();
    long[] ids = tokens.toLongArray();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 4; round++) {
        Future<float[]> a = threads.submit(() -> losses(ids));
        Future<float[]> b = threads.submit(() -> losses(ids));
        assertThat(a.get()).containsExactly(expected, within(1e-6f));
        assertThat(b.get()).containsExactly(expected, within(1e-6f));
      }
    } finally {
      threads.shutdown();
    }
  }

  private float[] losses(long[] ids) {
    try (NDManager mine = model.newManager()) {
      return model.tokenLosses(mine.create(ids, new Shape(3, 11))).toFloatArray();
    }
  }
}
