package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;

class DirectionAndLengthTest {

  @Test
  void aShrunkReconstructionKeepsItsDirectionAndShowsItsBias() {
    float[][] x = Rows.gaussian(Seed.of(4), 50, 6, 1);
    float[][] halved = new float[50][6];
    for (int i = 0; i < 300; i++) {
      halved[i / 6][i % 6] = x[i / 6][i % 6] / 2;
    }
    assertThat(cosine(x, halved).mean()).isEqualTo(1, within(1e-12));
    Shrinkage shrinkage = shrinkage(x, halved);
    assertThat(shrinkage.relativeReconstructionBias()).isEqualTo(0.5, within(1e-12));
    assertThat(shrinkage.normRatio()).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void zeroVectorsAreCountedApart() {
    float[][] x = {{0, 0}, {3, 4}, {1, 0}};
    float[][] reconstruction = {{1, 1}, {3, 4}, {0, 0}};
    CosineSimilarity cosine = cosine(x, reconstruction);
    assertThat(cosine.zeroRows()).isEqualTo(2);
    assertThat(cosine.mean()).isEqualTo(1 / 3.0, within(1e-15));
    Shrinkage shrinkage = shrinkage(x, reconstruction);
    assertThat(shrinkage.zeroRows()).isEqualTo(1);
    assertThat(shrinkage.normRatio()).isEqualTo(0.5, within(1e-15));
    assertThat(shrinkage.relativeReconstructionBias()).isEqualTo(27 / 25.0, within(1e-15));
  }

  @Test
  void reconstructingNothingHasNoBias() {
    float[][] x = {{1, 2}};
    assertThat(shrinkage(x, new float[1][2]).relativeReconstructionBias()).isNaN();
    assertThat(shrinkage(x, new float[1][2]).normRatio()).isZero();
    assertThat(shrinkage(new float[1][2], x).normRatio()).isNaN();
  }

  @Test
  void squaredErrorsHaveTheirReductions() {
    SquaredErrorAccumulator accumulator = SquaredErrorAccumulator.create(2);
    accumulator.accept(
        ReconstructionBatch.of(new float[][] {{3, 4}, {1, 0}}, new float[][] {{0, 0}, {0, 0}}));
    SquaredError error = accumulator.value();
    assertThat(error.summed()).isEqualTo(13);
    assertThat(error.mean()).isEqualTo(6.5);
    assertThat(error.meanNorm()).isEqualTo(3);
    assertThat(error.rows()).isEqualTo(2);
  }

  @Test
  void aMeanOfBrokenRowsIsRefused() {
    MeanVectorAccumulator mean = MeanVectorAccumulator.create(2);
    mean.accept(new float[0][]);
    assertThat(mean.rows()).isZero();
    mean.accept(new float[][] {{1, 2}, {3, 6}});
    assertThatThrownBy(() -> mean.accept(new float[][] {{1, Float.NaN}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows: expected finite values, got NaN or an infinity in column 1");
    assertThatThrownBy(() -> mean.accept(new float[][] {{1}}))
        .hasMessage("rows: expected [batch, dIn=2], got a row of 1 values");
    assertThat(mean.value()).containsExactly(2, 4);
  }

  @Test
  void widthsArePositive() {
    assertThatThrownBy(() -> SquaredErrorAccumulator.create(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dIn: expected at least 1, got 0");
    assertThatThrownBy(() -> L0Accumulator.create(-1))
        .hasMessage("dSae: expected at least 1, got -1");
  }

  private static CosineSimilarity cosine(float[][] x, float[][] reconstruction) {
    CosineSimilarityAccumulator accumulator = CosineSimilarityAccumulator.create(x[0].length);
    accumulator.accept(ReconstructionBatch.of(x, reconstruction));
    return accumulator.value();
  }

  private static Shrinkage shrinkage(float[][] x, float[][] reconstruction) {
    ShrinkageAccumulator accumulator = ShrinkageAccumulator.create(x[0].length);
    accumulator.accept(ReconstructionBatch.of(x, reconstruction));
    return accumulator.value();
  }
}
