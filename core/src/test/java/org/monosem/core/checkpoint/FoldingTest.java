package org.monosem.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.FeatureActivations;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.activation.ActivationFunction;

class FoldingTest {
  private static final int D_IN = 8;
  private static final int D_SAE = 40;
  private static final float S = 0.2f;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
    manager.getEngine().setRandomSeed(3);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "jumprelu", "gated"})
  void unitNormsChangeNothingButTheSizeOfFeatures(String activation) {
    DictionaryCheckpoint trained = random(config(activation));
    DictionaryCheckpoint unit = Folding.decoderNorms(trained, manager);
    float[] norms = norms(trained.wDec());
    assertThat(norms(unit.wDec())).containsOnly(new float[] {1}, within(1e-6f));
    NDArray x = manager.randomNormal(new Shape(30, D_IN));
    assertClose(output(unit, x), output(trained, x));
    NDArray scaled = features(trained, x).mul(manager.create(norms));
    assertClose(features(unit, x), scaled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "topk", "jumprelu", "gated"})
  void theInputScaleMovesIntoTheWeights(String activation) {
    DictionaryCheckpoint trained = random(config(activation));
    NDArray x = manager.randomNormal(new Shape(30, D_IN));
    DictionaryCheckpoint folded = Folding.inputScale(trained, S, manager);
    assertClose(features(folded, x), features(trained, x.mul(S)));
    assertClose(output(folded, x), output(trained, x.mul(S)).div(S));
  }

  @Test
  void bothFoldsMayComeInAnyOrder() {
    DictionaryCheckpoint trained = random(config("jumprelu"));
    NDArray x = manager.randomNormal(new Shape(30, D_IN));
    DictionaryCheckpoint one =
        Folding.decoderNorms(Folding.inputScale(trained, S, manager), manager);
    DictionaryCheckpoint other =
        Folding.inputScale(Folding.decoderNorms(trained, manager), S, manager);
    assertClose(output(one, x), output(other, x));
    assertClose(features(one, x).mul(S), features(other, x));
    // The threshold follows its feature, so the same entries are there.
    assertThat(l0(one, x)).isEqualTo(l0(other, x)).isEqualTo(l0(trained, x.mul(S)));
  }

  @Test
  void aThresholdOfRescaledPreActivationsStaysWhatItWas() {
    DictionaryCheckpoint trained = random(config("jumprelu"));
    NDArray x = manager.randomNormal(new Shape(60, D_IN));
    NDArray norms = manager.create(norms(trained.wDec()));
    NDArray threshold = trained.extra().get(ExtraWeights.THRESHOLD).maximum(0);
    NDArray h = x.mul(S).sub(trained.bDec()).dot(trained.wEnc().transpose()).add(trained.bEnc());
    NDArray rescaled = h.mul(norms);
    NDArray inTraining = rescaled.mul(rescaled.gt(threshold).toType(h.getDataType(), false));

    DictionaryCheckpoint plain = Folding.rescaledThreshold(trained, manager);
    DictionaryCheckpoint raw = Folding.inputScale(plain, S, manager);
    assertClose(features(raw, x), inTraining);

    // What goes wrong the other way round: norms divided by s, and the threshold copied.
    DictionaryCheckpoint scaledFirst = Folding.inputScale(trained, S, manager);
    DictionaryCheckpoint wrong = Folding.rescaledThreshold(scaledFirst, manager);
    assertThat(l0(wrong, x)).isGreaterThan(1.2 * l0(raw, x));
  }

  @Test
  void rescaledTopKSelectsByPreActivationTimesNorm() {
    DictionaryCheckpoint trained = random(config("topk"));
    NDArray x = manager.randomNormal(new Shape(20, D_IN));
    float[] h =
        x.sub(trained.bDec())
            .dot(trained.wEnc().transpose())
            .add(trained.bEnc())
            .mul(manager.create(norms(trained.wDec())))
            .toFloatArray();
    DictionaryCheckpoint plain = Folding.rescaledTopK(trained, manager);
    float[] seen = features(plain, x).toFloatArray();
    for (int i = 0; i < h.length; i++) {
      int row = i / D_SAE * D_SAE;
      int larger = 0;
      for (int j = row; j < row + D_SAE; j++) {
        larger += h[j] > h[i] ? 1 : 0;
      }
      assertThat(seen[i]).isCloseTo(larger < 6 ? Math.max(0, h[i]) : 0, within(1e-5f));
    }
    assertThat(features(trained, x).gt(0)).isNotEqualTo(features(plain, x).gt(0));
  }

  @Test
  void aTranscoderHasAScaleAtEitherEnd() {
    DictionaryConfig config = config("jumprelu").asTranscoder(DictionaryKind.SKIP_TRANSCODER, 5);
    DictionaryCheckpoint trained = random(config);
    NDArray x = manager.randomNormal(new Shape(20, D_IN));
    DictionaryCheckpoint raw = Folding.scales(trained, S, 3, manager);
    assertClose(output(raw, x), output(trained, x.mul(S)).div(3));
    DictionaryCheckpoint unit = Folding.decoderNorms(trained, manager);
    assertClose(output(unit, x), output(trained, x));
    assertThatThrownBy(() -> Folding.inputScale(trained, S, manager))
        .hasMessage("scale: a transcoder has one for its output too");
  }

  @Test
  void aFeatureThatSaysNothingIsSilentAfterwards() {
    DictionaryCheckpoint trained = random(config("relu"));
    trained.wDec().set(new ai.djl.ndarray.index.NDIndex("7"), 0);
    NDArray x = manager.randomNormal(new Shape(30, D_IN));
    DictionaryCheckpoint unit = Folding.decoderNorms(trained, manager);
    assertClose(output(unit, x), output(trained, x));
    assertThat(features(trained, x).get(":, 7").sum().getFloat()).isPositive();
    assertThat(features(unit, x).get(":, 7").sum().getFloat()).isZero();
  }

  @Test
  void theGivenDictionaryStaysAndNothingElseIsLeft() {
    DictionaryCheckpoint trained = random(config("gated"));
    float[] before = trained.wEnc().toFloatArray();
    try (NDManager results = manager.newSubManager()) {
      int held = manager.getManagedArrays().size();
      Folding.decoderNorms(trained, results);
      Folding.inputScale(trained, 2, results);
      assertThat(results.getManagedArrays()).hasSize(12);
      assertThat(manager.getManagedArrays()).hasSize(held + 12);
    }
    assertThat(trained.wEnc().toFloatArray()).containsExactly(before);
  }

  @Test
  void whatCannotBeFoldedIsNamed() {
    DictionaryCheckpoint topK = random(config("topk"));
    assertThatThrownBy(() -> Folding.decoderNorms(topK, manager))
        .hasMessage(
            "topk: norms of decoder rows cannot be folded in, the k largest would be others");
    DictionaryCheckpoint relu = random(config("relu"));
    assertThatThrownBy(() -> Folding.rescaledTopK(relu, manager))
        .hasMessage("topk: expected a TopK dictionary, got relu");
    assertThatThrownBy(() -> Folding.rescaledThreshold(relu, manager))
        .hasMessage("threshold: the dictionary has no such weight, only []");
    assertThatThrownBy(() -> Folding.inputScale(relu, 0, manager))
        .hasMessage("scale: expected a positive finite number, got 0.0");
    DictionaryConfig layerNorm =
        config("relu").withInputNormalisation(InputNormalisation.LAYER_NORM);
    assertThatThrownBy(() -> Folding.inputScale(relu.withConfig(layerNorm), 2, manager))
        .hasMessage("scale: rows are normalised by LAYER_NORM already, got 2.0");
  }

  private static DictionaryConfig config(String activation) {
    Map<String, ActivationFunction> byName =
        Map.of(
            "relu", ActivationFunction.relu(),
            "topk", ActivationFunction.topK(6),
            "jumprelu", ActivationFunction.jumpRelu(),
            "gated", ActivationFunction.gated());
    return DictionaryConfig.of(D_IN, D_SAE, byName.get(activation), true);
  }

  private DictionaryCheckpoint random(DictionaryConfig config) {
    ExtraWeights extra = ExtraWeights.none();
    for (Map.Entry<String, Shape> one : config.extraShapes().entrySet()) {
      extra = extra.and(one.getKey(), manager.randomNormal(one.getValue()).mul(0.5).add(0.3));
    }
    NDArray lengths = manager.randomUniform(0.1f, 2, new Shape(D_SAE, 1));
    return new DictionaryCheckpoint(
        config,
        manager.randomNormal(new Shape(D_SAE, D_IN)).mul(0.5),
        manager.randomNormal(new Shape(D_SAE)).mul(0.3),
        manager.randomNormal(new Shape(D_SAE, config.dOut())).mul(lengths),
        manager.randomNormal(new Shape(config.dOut())).mul(0.3),
        extra);
  }

  private NDArray features(DictionaryCheckpoint dictionary, NDArray x) {
    try (SparseAutoencoder one = SparseAutoencoder.of(manager, dictionary)) {
      return one.encodeDense(x);
    }
  }

  private NDArray output(DictionaryCheckpoint dictionary, NDArray x) {
    try (SparseAutoencoder one = SparseAutoencoder.of(manager, dictionary)) {
      return one.reconstruct(x);
    }
  }

  private double l0(DictionaryCheckpoint dictionary, NDArray x) {
    try (SparseAutoencoder one = SparseAutoencoder.of(manager, dictionary)) {
      FeatureActivations found = one.encode(x);
      return found.meanL0();
    }
  }

  private static float[] norms(NDArray rows) {
    return rows.mul(rows).sum(new int[] {1}).sqrt().toFloatArray();
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray(), within(5e-5f));
  }
}
