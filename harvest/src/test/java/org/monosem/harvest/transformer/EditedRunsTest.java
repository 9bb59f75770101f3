package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.ActivationEdit;
import org.monosem.core.EditedRuns;
import org.monosem.core.HookPoint;
import org.monosem.core.random.Seed;

class EditedRunsTest {
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
  void everyRunHasTheLossesOfARunOfItsOwn() {
    ActivationEdit halved = activations -> activations.mul(0.5f);
    ActivationEdit zeroed = NDArray::zerosLike;
    for (HookPoint hook : model.hookPoints()) {
      try (EditedRuns runs = model.editedRuns(tokens, hook, List.of(halved, x -> x, zeroed))) {
        assertThat(runs.losses().getShape()).isEqualTo(new Shape(4, 3, 10));
        same(hook, runs.losses().get(0), model.tokenLosses(tokens));
        same(hook, runs.losses().get(1), model.tokenLosses(tokens, hook, halved));
        same(hook, runs.losses().get(2), model.tokenLosses(tokens));
        same(hook, runs.losses().get(3), model.tokenLosses(tokens, hook, zeroed));
      }
    }
  }

  private static void same(HookPoint hook, NDArray actual, NDArray expected) {
    assertThat(actual.toFloatArray())
        .as(hook.name())
        .containsExactly(expected.toFloatArray(), within(1e-5f));
  }

  @Test
  void divergencesAreThoseOfTheDefinition() {
    HookPoint last = HookPoint.of("ln_final.hook_normalized");
    NDArray hidden = model.activations(tokens, last);
    double[] clean = logProbabilities(hidden);
    double[] edited = logProbabilities(hidden.mul(0.5f));
    try (EditedRuns runs = model.editedRuns(tokens, last, List.of(x -> x.mul(0.5f), x -> x))) {
      assertThat(runs.divergences().getShape()).isEqualTo(new Shape(2, 3, 11));
      float[] divergences = runs.divergences().toFloatArray();
      for (int place = 0; place < 33; place++) {
        double expected = 0;
        for (int i = place * 41; i < (place + 1) * 41; i++) {
          expected += Math.exp(clean[i]) * (clean[i] - edited[i]);
        }
        assertThat((double) divergences[place]).isCloseTo(expected, within(1e-5)).isPositive();
        assertThat(divergences[33 + place]).isZero();
      }
    }
  }

  private double[] logProbabilities(NDArray hidden) {
    NDArray wide = hidden.toType(DataType.FLOAT64, true);
    NDArray unembedding = model.weights().unembedding().toType(DataType.FLOAT64, true);
    return wide.matMul(unembedding.transpose()).logSoftmax(-1).toDoubleArray();
  }

  @Test
  void nothingButTheResultIsLeft() {
    int before = manager.getManagedArrays().size();
    for (HookPoint hook : model.hookPoints()) {
      model.editedRuns(tokens, hook, List.of(NDArray::zerosLike, x -> x)).close();
      assertThat(manager.getManagedArrays()).as(hook.name()).hasSize(before);
    }
    ActivationEdit wrong = activations -> activations.get(":, 1:");
    assertThatThrownBy(() -> model.editedRuns(tokens, HookPoint.mlpPost(0), List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected float32 (3, 11, 24), got float32 (3, 10, 24)");
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void withoutEditsOnlyTheModelRuns() {
    NDArray one = manager.create(new long[] {1, 2}, new Shape(1, 2));
    assertThatThrownBy(
            () -> model.editedRuns(one, HookPoint.of("blocks.7.hook_mlp_out"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blocks.7.hook_mlp_out");
    assertThatThrownBy(
            () -> model.editedRuns(one.get(":, 1:"), HookPoint.mlpPost(0), List.of(x -> x)))
        .isInstanceOf(IllegalArgumentException.class);
    try (EditedRuns runs = model.editedRuns(one, HookPoint.mlpPost(0), List.of())) {
      same(HookPoint.mlpPost(0), runs.losses(), model.tokenLosses(one));
      assertThat(runs.divergences().size()).isZero();
    }
  }
}
