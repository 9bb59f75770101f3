package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import org.junit.jupiter.api.Test;
import org.monosem.core.FeatureActivations;

class ReconstructionMetricsTest {
  private final Golden golden = Golden.load();

  @Test
  void aReportIsJsonEvenWithoutRows() {
    ReconstructionMetrics metrics = ReconstructionMetrics.create(6, golden.decoderNorms);
    assertThat(new Gson().toJson(metrics.value().toMap())).startsWith("{\"rows\":0,");
    metrics.accept(golden.x(0), golden.features(0), golden.reconstruction(0));
    String json = new Gson().toJson(metrics.value().toMap());
    assertThat(json)
        .startsWith("{\"rows\":8,\"l0\":{\"rows\":8,\"mean\":")
        .contains("\"deadFeatures\":{\"rows\":8,", "\"thresholdVisible\":false", "log10Edges");
  }

  @Test
  void aBatchThatDoesNotFitCountsNowhere() {
    ReconstructionMetrics metrics = ReconstructionMetrics.create(6, golden.decoderNorms);
    assertThatThrownBy(
            () -> metrics.accept(golden.x(0), sparse(7, 12, 1), golden.reconstruction(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: expected 8 rows as in x, got 7");
    assertThatThrownBy(
            () -> metrics.accept(golden.x(0), sparse(8, 11, 1), golden.reconstruction(0)))
        .hasMessage("features: expected [batch, dSae=12], got [8, 11]");
    assertThatThrownBy(
            () -> metrics.accept(golden.x(0), sparse(8, 12, Float.NaN), golden.reconstruction(0)))
        .hasMessage("features: expected finite values, got NaN for feature 0 in row 0");
    assertThatThrownBy(() -> metrics.accept(new float[8][5], sparse(8, 12, 1), new float[8][5]))
        .hasMessage("x: expected [batch, dIn=6], got [8, 5]");
    assertThat(Figures.of(metrics.value()))
        .isEqualTo(Figures.of(ReconstructionMetrics.create(6, golden.decoderNorms).value()));
  }

  private static FeatureActivations sparse(int rows, int dSae, float value) {
    float[][] dense = new float[rows][dSae];
    dense[0][0] = value;
    return Golden.sparse(dense);
  }

  @Test
  void aUnitDecoderWeighsNothing() {
    ReconstructionMetrics metrics = ReconstructionMetrics.createForUnitDecoder(6, 12);
    metrics.accept(golden.x(1), golden.features(1), golden.reconstruction(1));
    L1Norm l1 = metrics.value().l1();
    assertThat(l1.decoderWeighted()).isEqualTo(l1.mean()).isPositive();
  }
}
