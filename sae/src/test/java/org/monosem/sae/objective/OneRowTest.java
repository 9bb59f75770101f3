package org.monosem.sae.objective;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.monosem.core.encoder.Precision;
import org.monosem.sae.training.Recipe;

/** A batch of one row is a batch: it has the gradient of that row twice. */
class OneRowTest {
  private static final DictionaryWidths WIDTHS = new DictionaryWidths(16, 128, 16);

  static Stream<Objective> objectives() {
    int dIn = WIDTHS.dIn();
    int dSae = WIDTHS.dSae();
    return Stream.of(
            Recipe.towardsMonosemanticity2023(),
            Recipe.aprilUpdate2024(),
            Recipe.topK2024(dIn, dSae, 5),
            Recipe.batchTopK2024(dIn, dSae, 5),
            Recipe.matryoshka2025(dIn, dSae, 5),
            Recipe.jumpRelu2024(5),
            Recipe.gated2024(),
            Recipe.pAnneal2024())
        .map(Recipe::objective);
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void hasTheGradientOfThatRowTwice(Objective objective) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      RandomBatch one =
          RandomBatch.of(manager, objective, new RandomBatch.Sizes(WIDTHS, 1, 0), DataType.FLOAT32);
      RandomBatch two =
          new RandomBatch(one.p(), one.x().concat(one.x()), one.y().concat(one.y()), one.type());
      for (StepRoute route : List.of(StepRoute.SPARSE, StepRoute.DENSE)) {
        BatchGradient got = gradient(manager, objective, one, route);
        BatchGradient expected = gradient(manager, objective, two, route);
        assertThat(got.firedRows().sum().getLong()).isPositive();
        assertThat(Arrays.stream(got.firedRows().toLongArray()).map(count -> 2 * count).toArray())
            .isEqualTo(expected.firedRows().toLongArray());
        assertSame(got.gradient().list(), expected.gradient().list());
      }
    }
  }

  private static BatchGradient gradient(
      NDManager manager, Objective objective, RandomBatch batch, StepRoute route) {
    return objective.gradient(
        manager, batch.p(), batch.request(objective, 1, route), batch.workspace(Precision.FP32, 1));
  }

  private static void assertSame(List<NDArray> got, List<NDArray> expected) {
    for (int k = 0; k < got.size(); k++) {
      float largest = expected.get(k).abs().max().getFloat();
      assertThat(got.get(k).sub(expected.get(k)).abs().max().getFloat())
          .as("array %d", k)
          .isLessThanOrEqualTo(1e-5f * largest);
    }
  }
}
