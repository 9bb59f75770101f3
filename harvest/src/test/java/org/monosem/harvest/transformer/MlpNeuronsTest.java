package org.monosem.harvest.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.embedding.EmbeddedUnits;
import org.monosem.core.polysemanticity.embedding.Example;
import org.monosem.core.polysemanticity.embedding.ExampleCollector;
import org.monosem.core.polysemanticity.embedding.ExampleOptions;
import org.monosem.core.polysemanticity.embedding.NeuronEmbedding;
import org.monosem.core.polysemanticity.embedding.RowPlaces;
import org.monosem.core.polysemanticity.embedding.TokenImportance;
import org.monosem.core.polysemanticity.embedding.UnitActivation;
import org.monosem.core.polysemanticity.embedding.UnitExamples;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.random.Seed;

/** A model's neurons, their embeddings and the importance of tokens to them. */
class MlpNeuronsTest {
  private static final Gpt2Config CONFIG =
      new Gpt2Config(41, 24, 2, 4, 16, 24, MlpActivation.RELU, 1e-5, false);
  private static final HookPoint INPUT = HookPoint.of("blocks.1.ln2.hook_normalized");
  private static final HookPoint BEFORE = HookPoint.of("blocks.1.mlp.hook_pre");

  private NDManager manager;
  private Gpt2 model;
  private NDArray tokens;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    NDManager owner = manager.newSubManager();
    Gpt2Weights weights = Gpt2Initializer.random(CONFIG, Seed.of(5), owner);
    weights.arrays().forEach(array -> array.muli(8)); // so that attention and MLP matter
    weights.block(1, Gpt2Layout.Slot.MLP_IN_BIAS).addi(0.3f);
    weights.block(1, Gpt2Layout.Slot.LN2_BIAS).addi(0.2f);
    model = new Gpt2(weights, owner);
    tokens =
        manager.create(
            IntStream.range(0, 6 * 20).mapToLong(i -> (17L * i + i / 7) % 41).toArray(),
            new Shape(6, 20));
  }

  @AfterEach
  void close() {
    model.close();
    manager.close();
  }

  @Test
  void theSumOfAnEmbeddingIsTheModelsPreActivationLessTheBias() {
    UnitWeights neurons = model.mlpNeurons(1, manager);
    NDArray inputs = model.activations(tokens, INPUT).reshape(-1, 16);
    NDArray expected = model.activations(tokens, BEFORE).reshape(-1, 24).sub(neurons.bias());
    for (int unit = 0; unit < neurons.units(); unit++) {
      assertThat(NeuronEmbedding.of(inputs, neurons, unit).sum(new int[] {1}).toDoubleArray())
          .containsExactly(
              expected.get(":, " + unit).toType(DataType.FLOAT64, false).toDoubleArray(),
              within(2e-5));
    }
  }

  @Test
  void examplesOfANeuronAreTheModelsStrongestActivations() {
    int[] all = IntStream.range(0, 24).toArray();
    long[] documents = IntStream.range(0, 120).mapToLong(row -> row / 20).toArray();
    int[] positions = IntStream.range(0, 120).map(row -> row % 20).toArray();
    ExampleCollector collector = ExampleCollector.create(all, ExampleOptions.published());
    EmbeddedUnits.neurons(model.mlpNeurons(1, manager), before -> before.maximum(0))
        .collect(
            model.activations(tokens, INPUT).reshape(-1, 16),
            RowPlaces.of(documents, positions),
            collector);
    NDArray activations = model.activations(tokens, HookPoint.mlpPost(1));
    for (UnitExamples unit : collector.value()) {
      float[] of = activations.get(":, :, " + unit.unit()).toFloatArray();
      double max = IntStream.range(0, of.length).mapToDouble(i -> of[i]).max().orElseThrow();
      assertThat(unit.maximum()).isCloseTo(max, within(1e-5));
      for (Example example : unit.examples()) {
        assertThat(of[(int) example.document() * 20 + example.position()])
            .isCloseTo(example.activation(), within(1e-5f))
            .isGreaterThan(0.75f * (float) max - 1e-5f);
      }
    }
  }

  @Test
  void importanceIsWhatMaskingOneTokenAfterTheOtherGives() {
    int[] context = IntStream.range(0, 12).map(i -> 3 + i * 5 % 31).toArray();
    for (int unit = 0; unit < 24; unit++) {
      UnitActivation activation = UnitActivation.neuron(HookPoint.mlpPost(1), unit);
      TokenImportance found = TokenImportance.of(model, activation, context, 0);
      double drop = found.activation() - masked(context, 11, unit);
      assertThat(found.activation()).isCloseTo(masked(context, -1, unit), within(1e-5));
      assertThat(found.drop()).isCloseTo(drop, within(1e-5));
      for (int token = 0; token < 12 && drop > 0.1; token++) {
        double share = (found.activation() - masked(context, token, unit)) / drop;
        assertThat(found.importances().get(token))
            .isCloseTo(Math.max(0, Math.min(1, share)), within(1e-3));
      }
    }
  }

  @Test
  void ownersAndErrors() {
    try (NDManager owner = manager.newSubManager()) {
      int before = owner.getManagedArrays().size();
      UnitWeights neurons = model.mlpNeurons(0, owner);
      assertThat(owner.getManagedArrays()).hasSize(before + 2);
      assertThat(neurons.dIn()).isEqualTo(16);
    }
    assertThatThrownBy(() -> model.mlpNeurons(2, manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer: expected one of 2 from 0 on, got 2");
  }

  /** The neuron's activation on the last token of one version of the context. */
  private double masked(int[] context, int token, int unit) {
    long[] ids = IntStream.range(0, 12).mapToLong(i -> i == token ? 0 : context[i]).toArray();
    NDArray version = manager.create(ids, new Shape(1, 12));
    return model.activations(version, HookPoint.mlpPost(1)).toFloatArray()[11 * 24 + unit];
  }
}
