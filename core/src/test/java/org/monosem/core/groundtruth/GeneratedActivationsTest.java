package org.monosem.core.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.monosem.core.ActivationSource;
import org.monosem.core.ActivationSourceContract;
import org.monosem.core.random.Seed;

class GeneratedActivationsTest extends ActivationSourceContract {
  @Override
  protected ActivationSource source(int rows, int width) {
    return new GeneratedActivations(
        width,
        rows,
        (row, target, offset) -> {
          for (int column = 0; column < width; column++) {
            target[offset + column] = value((int) row, column);
          }
        });
  }

  @Test
  void everyLengthIsPermuted() {
    for (int length = 1; length < 300; length++) {
      RowPermutation order = new RowPermutation(length, Seed.of(length));
      assertThat(LongStream.range(0, length).map(order::row).sorted())
          .containsExactlyElementsOf(LongStream.range(0, length).boxed().toList());
    }
  }

  @Test
  void placesOfAVeryLongPassAreFoundAtOnce() {
    long length = (1L << 59) + 12345;
    RowPermutation order = new RowPermutation(length, Seed.of(1));
    long[] rows = LongStream.range(0, 1000).map(i -> order.row(length - 1 - i)).toArray();
    assertThat(rows).doesNotHaveDuplicates();
    assertThat(LongStream.of(rows).allMatch(row -> row >= 0 && row < length)).isTrue();
    double mean = LongStream.of(rows).mapToDouble(row -> (double) row / length).average().orElse(0);
    assertThat(mean).isBetween(0.46, 0.54);
  }

  @Test
  void neighboursAreFarApart() {
    RowPermutation order = new RowPermutation(10_000, Seed.of(3));
    long close =
        LongStream.range(1, 10_000)
            .filter(place -> Math.abs(order.row(place) - order.row(place - 1)) < 100)
            .count();
    assertThat(close).isBetween(120L, 280L);
  }
}
