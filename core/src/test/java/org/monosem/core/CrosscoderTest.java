package org.monosem.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.monosem.core.checkpoint.DictionaryCheckpoint;
import org.monosem.core.checkpoint.DictionaryConfig;
import org.monosem.core.checkpoint.Folding;

/**
 * Two sources of width 2 and 2, three features: of the first alone, shared, of the second alone.
 */
class CrosscoderTest {
  private static final List<Object> SOURCES =
      List.of(
          Map.of("model_name", "base", "hook_name", "blocks.0.hook_mlp_out", "width", 2L),
          Map.of("width", 2L));

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void normsSayWhichSourceAFeatureBelongsTo() {
    Crosscoder crosscoder = Crosscoder.of(dictionary(SOURCES));
    assertThat(crosscoder.sources())
        .containsExactly(
            new Crosscoder.Source("base", "blocks.0.hook_mlp_out", 0, 2),
            new Crosscoder.Source(null, null, 2, 2));
    assertThat(crosscoder.decoderNorms(0)).containsExactly(5, 1, 0);
    assertThat(crosscoder.decoderNorms(1)).containsExactly(0, 1, 2);
    assertThat(crosscoder.relativeNorms(0, 1)).containsExactly(0, 0.5, 1);
    assertThat(crosscoder.relativeNormHistogram(0, 1, 4)).containsExactly(1, 0, 1, 1);
    assertThat(crosscoder.meanNorms()).containsExactly(2, 1);
    float[] cosines = crosscoder.decoderCosines(0, 1);
    assertThat(cosines[0]).isNaN();
    assertThat(cosines[1]).isZero();
  }

  @Test
  void everySourceIsReconstructedFromAll() {
    SparseAutoencoder dictionary = dictionary(SOURCES);
    Crosscoder crosscoder = Crosscoder.of(dictionary);
    NDArray rows = manager.create(new float[][] {{1, 0, 2, 0}, {0, 3, 0, 1}});
    NDArray whole = dictionary.reconstruct(rows);
    int held = manager.getManagedArrays().size();
    List<NDArray> parts = crosscoder.reconstruct(rows);
    assertThat(manager.getManagedArrays()).hasSize(held + 2);
    assertThat(parts.get(0).toFloatArray()).isEqualTo(whole.get(":, :2").toFloatArray());
    assertThat(parts.get(1).toFloatArray()).isEqualTo(whole.get(":, 2:").toFloatArray());
    assertThat(crosscoder.decoder(1, manager).toFloatArray()).containsExactly(0, 0, 0, 1, 2, 0);
  }

  @Test
  void refusesDictionariesThatSayNothingOrTheWrongOfTheirSources() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Crosscoder.of(dictionary(List.of(Map.of("width", 3L)))))
        .withMessageContaining("expected sources of dIn=4 columns together, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Crosscoder.of(dictionary(List.of(Map.of("hook_name", "x")))))
        .withMessage(
            "crosscoder: expected a source with a \"width\" of at least 1, got {hook_name=x}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Crosscoder.of(dictionary(SOURCES)).relativeNormHistogram(0, 1, 0))
        .withMessage("bins: expected at least 1, got 0");
  }

  /** Trained on columns times s, the folded dictionary gives the same on raw ones. */
  @Test
  void scalesOfColumnsFoldIntoTheWeights() {
    SparseAutoencoder trained = dictionary(SOURCES);
    float[] scales = {2, 2, 0.25f, 0.25f};
    NDArray raw = manager.create(new float[][] {{1, 0.5f, 2, -1}, {0.2f, 3, 7, 1}});
    NDArray expected =
        trained.reconstruct(raw.mul(manager.create(scales))).div(manager.create(scales));
    DictionaryCheckpoint folded = Folding.columnScales(trained.checkpoint(), scales, manager);
    float[] got = SparseAutoencoder.of(manager, folded).reconstruct(raw).toFloatArray();
    assertThat(got).containsExactly(expected.toFloatArray(), within(1e-5f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folding.columnScales(trained.checkpoint(), new float[] {1, 2}, manager))
        .withMessage(
            "scales: expected one for each of dIn=4 columns of an autoencoder, got 2 for"
                + " AUTOENCODER");
  }

  private SparseAutoencoder dictionary(List<Object> sources) {
    DictionaryConfig config =
        DictionaryConfig.relu(4, 3, false).withMetadata(Crosscoder.SOURCES, sources);
    return SparseAutoencoder.of(
        manager,
        config,
        manager.create(new float[][] {{1, 0, 0, 0}, {0, 1, 0, 1}, {0, 0, 1, 0}}),
        manager.create(new float[] {0.5f, 0, -0.5f}),
        manager.create(new float[][] {{3, 4, 0, 0}, {1, 0, 0, 1}, {0, 0, 2, 0}}),
        manager.create(new float[] {0.1f, 0.2f, 0.3f, 0.4f}));
  }
}
