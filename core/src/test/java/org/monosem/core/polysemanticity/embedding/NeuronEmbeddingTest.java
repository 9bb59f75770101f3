package org.monosem.core.polysemanticity.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.InputNormalisation;

class NeuronEmbeddingTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anEmbeddingIsTheInputWeighed() {
    UnitWeights weights =
        new UnitWeights(
            manager.create(new double[] {1, 2, 3, -1, 0.5, 0}, new Shape(2, 3)),
            manager.create(new double[] {10, 20}));
    NDArray inputs = manager.create(new double[] {2, 4, 6, 1, 0, -1}, new Shape(2, 3));
    NDArray found = NeuronEmbedding.of(inputs, weights, 1);
    assertThat(found.toDoubleArray()).containsExactly(-2, 2, 0, -1, 0, -0.0);
    assertThat(found.getShape()).isEqualTo(new Shape(2, 3));
    assertThat(weights.preActivations(inputs).toDoubleArray()).containsExactly(38, 20, 8, 19);
  }

  @Test
  void itsSumIsThePreActivationLessTheBias() {
    UnitWeights weights =
        new UnitWeights(random(DataType.FLOAT64, 7, 33), random(DataType.FLOAT64, 7));
    assertIdentity(random(DataType.FLOAT64, 50, 33), weights, 1e-12);
  }

  @Test
  void aDictionarysInputIsWhatItsEncoderReads() {
    for (boolean subtracted : new boolean[] {false, true}) {
      for (InputNormalisation normalisation : InputNormalisation.values()) {
        DictionaryConfig config =
            DictionaryConfig.relu(6, 9, subtracted).withInputNormalisation(normalisation);
        try (SparseAutoencoder dictionary = dictionary(config)) {
          NDArray rows = random(DataType.FLOAT32, 20, 6);
          NDArray inputs = dictionary.encoderInputs(rows);
          UnitWeights weights = UnitWeights.ofDictionary(dictionary);
          assertIdentity(inputs, weights, 1e-5);
          assertThat(weights.preActivations(inputs).maximum(0).toFloatArray())
              .containsExactly(dictionary.encodeDense(rows).toFloatArray(), within(1e-5f));
        }
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    UnitWeights weights =
        new UnitWeights(random(DataType.FLOAT32, 2, 3), random(DataType.FLOAT32, 2));
    NDArray inputs = random(DataType.FLOAT32, 4, 3);
    assertThatThrownBy(() -> NeuronEmbedding.of(inputs, weights, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unit: expected one of 2 from 0 on, got 2");
    assertThatThrownBy(() -> NeuronEmbedding.of(random(DataType.FLOAT32, 4, 2), weights, 0))
        .hasMessage("inputs: expected [rows, dIn=3] of floats or doubles, got float32 (4, 2)");
    assertThatThrownBy(() -> weights.preActivations(inputs.toType(DataType.FLOAT64, false)))
        .hasMessage("inputs: expected float32 as the weights, got float64");
    assertThatThrownBy(() -> new UnitWeights(inputs, random(DataType.FLOAT32, 3)))
        .hasMessage("bias: expected float32 [units=4], got float32 (3)");
    assertThatThrownBy(() -> new UnitWeights(random(DataType.FLOAT32, 3), inputs))
        .hasMessage(
            "in: expected [units, dIn] of floats or doubles with at least one of each, got float32 (3)");
  }

  @Test
  void nothingLeaks() {
    DictionaryConfig config =
        DictionaryConfig.relu(6, 9, true).withInputNormalisation(InputNormalisation.LAYER_NORM);
    try (SparseAutoencoder dictionary = dictionary(config)) {
      NDArray rows = random(DataType.FLOAT32, 20, 6);
      int before = manager.getManagedArrays().size();
      dictionary.encoderInputs(rows).close();
      NeuronEmbedding.of(rows, UnitWeights.ofDictionary(dictionary), 3).close();
      UnitWeights.ofDictionary(dictionary).preActivations(rows).close();
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  private static void assertIdentity(NDArray inputs, UnitWeights weights, double tolerance) {
    NDArray before = weights.preActivations(inputs).sub(weights.bias());
    for (int unit = 0; unit < weights.units(); unit++) {
      double[] sums = NeuronEmbedding.of(inputs, weights, unit).sum(new int[] {1}).toDoubleArray();
      double[] expected = before.get(":, " + unit).toType(DataType.FLOAT64, false).toDoubleArray();
      assertThat(sums).containsExactly(expected, within(tolerance));
    }
  }

  private SparseAutoencoder dictionary(DictionaryConfig config) {
    return SparseAutoencoder.of(
        manager,
        config,
        random(DataType.FLOAT32, config.dSae(), config.dIn()),
        random(DataType.FLOAT32, config.dSae()),
        random(DataType.FLOAT32, config.dSae(), config.dIn()),
        random(DataType.FLOAT32, config.dIn()));
  }

  private NDArray random(DataType type, long... shape) {
    return Numbers.normal(manager, shape).toType(type, false);
  }
}
