package org.monosem.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RanksTest {
  private static final int SIGNED_NAN = 0xffc0_0000;

  @Test
  void ranksAreInTheOrderOfFloats() {
    float[] floats = randomBits(3000);
    floats[0] = -0f;
    floats[1] = 0f;
    floats[2] = Float.NEGATIVE_INFINITY;
    floats[3] = Float.POSITIVE_INFINITY;
    floats[4] = Float.intBitsToFloat(SIGNED_NAN);
    for (float a : floats) {
      for (int i = 0; i < 200; i++) {
        assertThat(Integer.compare(rank(a), rank(floats[i])))
            .isEqualTo(Integer.signum(Float.compare(a, floats[i])));
      }
      assertThat(Float.compare(Ranks.value(rank(a)), a)).isZero();
    }
  }

  @Test
  void everythingReachesTheLeastBoundAndNanTheLargest() {
    int[] nans = IntStream.generate(() -> SIGNED_NAN | 0x003f_ffff).limit(9).toArray();
    int[] maxima = new int[9];
    Arrays.fill(maxima, Ranks.COARSE_LEAST);
    Ranks.raise(maxima, nans);
    assertThat(Ranks.reaches(rank(Float.NaN), Ranks.coarseBound(maxima, 3))).isOne();
    assertThat(Ranks.reaches(rank(Float.POSITIVE_INFINITY), Ranks.coarseBound(maxima, 3))).isZero();
    assertThat(Ranks.reaches(rank(Float.NEGATIVE_INFINITY), Ranks.COARSE_LEAST)).isOne();
  }

  @Test
  void maximaAreRaisedAsByComparing() {
    float[] floats = randomBits(64 * 100);
    int[] maxima = new int[100];
    int[] inTwo = new int[100];
    int[] second = new int[100];
    for (int[] start : new int[][] {maxima, inTwo, second}) {
      Arrays.fill(start, Ranks.COARSE_LEAST);
    }
    int[] expected = new int[100];
    Arrays.fill(expected, Integer.MIN_VALUE);
    for (int stride = 0; stride < 64; stride++) {
      int[] bits = new int[100];
      for (int i = 0; i < 100; i++) {
        float value = floats[stride * 100 + i];
        bits[i] = Float.floatToIntBits(value);
        expected[i] = Math.max(expected[i], rank(value) >> 1);
      }
      Ranks.raise(maxima, bits);
      Ranks.raise(stride % 2 == 0 ? inTwo : second, bits);
    }
    Ranks.raiseCoarse(inTwo, second);
    assertThat(anyNan(maxima)).isEqualTo(expected);
    assertThat(anyNan(inTwo)).isEqualTo(expected);
  }

  /** Maxima tell one NaN from another, ranks do not. */
  private static int[] anyNan(int[] maxima) {
    return Arrays.stream(maxima).map(coarse -> Math.min(coarse, rank(Float.NaN) >> 1)).toArray();
  }

  @ParameterizedTest
  @CsvSource({"200, 32, 4", "200, 32, 0", "32, 32, 0", "1, 1, 0", "41, 40, 0", "1000, 1, 3"})
  void thresholdsLeaveAsManyAsAllowed(int length, int k, int spare) {
    Random random = new Random(length);
    for (int round = 0; round < 200; round++) {
      int[] ranks = random.ints(length).toArray();
      int threshold = Ranks.threshold(ranks, length, k, spare);
      assertThat(Arrays.stream(ranks).filter(rank -> rank >= threshold).count())
          .isBetween((long) k, (long) k + spare);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000})
  void amongEqualRanksTheThresholdIsTheKthLargest(int different) {
    Random random = new Random(different);
    for (int round = 0; round < 200; round++) {
      int[] ranks = random.ints(100, 0, different).map(i -> i * 0x0080_0000 - (1 << 31)).toArray();
      int threshold = Ranks.threshold(ranks, 90, 30, 0);
      int[] sorted = Arrays.copyOf(ranks, 90);
      Arrays.sort(sorted);
      assertThat(threshold).isLessThanOrEqualTo(sorted[60]);
      if (sorted[59] == sorted[60]) {
        assertThat(threshold).isEqualTo(sorted[60]);
      } else {
        assertThat(threshold).isGreaterThan(sorted[59]);
      }
    }
  }

  private static int rank(float value) {
    return Ranks.of(Float.floatToRawIntBits(value));
  }

  private static float[] randomBits(int length) {
    Random random = new Random(length);
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt());
    }
    return floats;
  }
}
