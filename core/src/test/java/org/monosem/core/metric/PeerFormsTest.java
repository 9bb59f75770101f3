package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerFormsTest {
  private final Golden golden = Golden.load();

  @Test
  void zeroRowsAreTreatedAsTheOriginalsDo() {
    PeerReconstructionAccumulator accumulator = PeerReconstructionAccumulator.create(2);
    accumulator.accept(
        ReconstructionBatch.of(new float[][] {{0, 0}, {3, 4}}, new float[][] {{0, 2}, {3, 4}}));
    PeerReconstruction value = accumulator.value();
    assertThat(value.inputNorm()).isEqualTo(2.5);
    assertThat(value.reconstructionNorm()).isEqualTo(3.5);
    // SAEBench puts 1 in the place of the zero length; ours leaves the row out.
    assertThat(value.normRatio()).isEqualTo((2 + 1) / 2.0);
    assertThat(value.relativeSquaredError()).isZero();
    assertThat(value.relativeReconstructionBias()).isEqualTo(29 / 25.0, within(1e-15));
  }

  @Test
  void theErrorPerBatchRowShrinksAsBatchesGrow() {
    PeerReconstructionAccumulator fine = PeerReconstructionAccumulator.create(6);
    for (int part = 0; part < golden.parts(); part++) {
      fine.accept(golden.batch(part));
    }
    PeerReconstructionAccumulator coarse = PeerReconstructionAccumulator.create(6);
    coarse.accept(ReconstructionBatch.of(golden.x, golden.reconstruction));
    assertThat(coarse.value().squaredErrorPerBatchRow())
        .isEqualTo(fine.value().squaredErrorPerBatchRow() / 3, within(1e-12));
    assertThat(coarse.value().relativeSquaredError())
        .isEqualTo(fine.value().relativeSquaredError(), within(1e-12));
  }

  @Test
  void frequenciesOfADictionaryThatNeverFiresAreZero() {
    FeatureFrequencies none = new FeatureDensity(100, List.of(0L, 0L)).frequencies();
    assertThat(none).isEqualTo(new FeatureFrequencies(100, 0, 0, 0, 0, 0));
    // A density of exactly one per cent is not above it.
    FeatureFrequencies some = new FeatureDensity(100, List.of(1L, 2L, 11L, 0L)).frequencies();
    assertThat(some).isEqualTo(new FeatureFrequencies(100, 0.75, 0.5, 0.25, 13 / 14.0, 11 / 14.0));
  }

  @Test
  void aBatchWithoutTokensHasNoRatio() {
    LossRecovered none = LossRecoveredAccumulator.create().value();
    assertThatThrownBy(() -> PeerLossRecoveredAccumulator.create().accept(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch: expected at least 1 token, got 0");
  }

  @Test
  void everyProjectHasItsMap() {
    Map<String, Object> peers =
        ReconstructionMetrics.create(6, golden.decoderNorms).value().toPeerMap();
    assertThat(peers)
        .containsOnlyKeys(
            "SAELens", "SAEBench", "dictionary_learning", "sparsify", "OpenAI", "Llamascopium");
    assertThat((Map<?, ?>) peers.get("sparsify")).isEmpty();
  }
}
