package org.monosem.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every precision against sums in double, one pair at a time. */
class ReluEncoderTest {
  private record Pair(int row, int feature, double value) {}

  private static final class Dictionary {
    private final float[][] x;
    private final float[][] w;
    private final float[] b;

    Dictionary(float[][] x, float[][] w, float[] b) {
      this.x = x;
      this.w = w;
      this.b = b;
    }

    static Dictionary random(long seed, int rows, int dSae, int dIn, double bias) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] b = new float[dSae];
      for (int i = 0; i < dSae; i++) {
        b[i] = (float) (bias + 0.3 * random.nextGaussian());
      }
      return new Dictionary(matrix(random, rows, dIn, 1), matrix(random, dSae, dIn, dIn), b);
    }

    private static float[][] matrix(SplittableRandom random, int rows, int width, double divisor) {
      float[][] values = new float[rows][width];
      for (float[] row : values) {
        for (int i = 0; i < width; i++) {
          row[i] = (float) (random.nextGaussian() / Math.sqrt(divisor));
        }
      }
      return values;
    }

    double preActivation(int row, int feature) {
      double sum = b[feature];
      for (int i = 0; i < x[row].length; i++) {
        sum += (double) x[row][i] * w[feature][i];
      }
      return sum;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 37, 96, 24, 8",
    "FP32, 5, 7, 3, 2",
    "FP32, 64, 33, 16, 64",
    "FP32_VIA_BF16, 37, 96, 24, 8",
    "FP32_VIA_BF16, 5, 7, 3, 2",
    "FP32_VIA_BF16, 200, 500, 512, 64",
    "FP32_VIA_BF16, 9, 64, 768, 100"
  })
  void exactPrecisionsFindWhatSumsInDoubleFind(
      Precision precision, int rows, int dSae, int dIn, int tile) {
    Dictionary dictionary = Dictionary.random(7, rows, dSae, dIn, -1);
    List<Pair> found = encode(precision, dictionary, tile);
    assertThat(found).isNotEmpty();
    assertMatches(found, dictionary, 1e-5);
  }

  @Test
  void plainBfloat16IsCloseWithinItsEightBits() {
    Dictionary dictionary = Dictionary.random(3, 64, 256, 128, -1);
    assertMatches(encode(Precision.BF16, dictionary, 16), dictionary, 0.05);
  }

  /** Half of all pairs lie barely above zero, where rounding to bfloat16 would lose them. */
  @Test
  void candidatesMissNoPairThatIsBarelyActive() {
    Dictionary dictionary = Dictionary.random(11, 96, 96, 512, 0);
    float[][] x = dictionary.x;
    float[][] w = dictionary.w;
    for (int i = 0; i < 96; i++) {
      // Elements just below the middle between two bfloat16 numbers lose the most.
      for (int k = 0; k < 512; k++) {
        x[i][k] = Math.copySign(1 + 0x1p-8f - 0x1p-20f, x[i][k]);
        w[i][k] = Math.copySign(0.5f + 0x1p-9f - 0x1p-21f, w[i][k]);
      }
    }
    for (int feature = 0; feature < 96; feature++) {
      Dictionary unbiased = new Dictionary(x, w, new float[96]);
      dictionary.b[feature] = (float) (1e-4 - unbiased.preActivation(feature, feature));
    }
    List<Pair> found = encode(Precision.FP32_VIA_BF16, dictionary, 32);
    for (int i = 0; i < 96; i++) {
      int at = i;
      assertThat(dictionary.preActivation(i, i)).isPositive();
      assertThat(found).anyMatch(pair -> pair.row() == at && pair.feature() == at);
    }
    assertMatches(found, dictionary, 5e-4);
  }

  @ParameterizedTest
  @CsvSource({"1e-12, 1e-12", "1e6, 1e-9", "1e9, 1e7", "1e-20, 1"})
  void candidatesHoldAtEveryScale(float rowScale, float weightScale) {
    Dictionary dictionary = Dictionary.random(5, 40, 60, 64, -0.5);
    Dictionary scaled =
        new Dictionary(
            scaled(dictionary.x, rowScale),
            scaled(dictionary.w, weightScale),
            scaled(new float[][] {dictionary.b}, rowScale * weightScale)[0]);
    assertMatches(
        encode(Precision.FP32_VIA_BF16, scaled, 16), scaled, 1e-5 * rowScale * weightScale);
  }

  @Test
  void rowsWithoutActiveFeaturesLeaveNoEntries() {
    Dictionary dictionary = Dictionary.random(5, 10, 32, 16, -100);
    for (Precision precision : List.of(Precision.FP32, Precision.FP32_VIA_BF16, Precision.BF16)) {
      assertThat(encode(precision, dictionary, 4)).isEmpty();
    }
  }

  @Test
  void doublesAreEncodedInDouble() {
    Dictionary dictionary = Dictionary.random(5, 10, 32, 16, -1);
    try (NDManager manager = manager()) {
      ReluEncoder encoder =
          ReluEncoder.of(
              manager, Precision.FP32, new ReluEncoder.Sizes(32, 16, 4), DataType.FLOAT64);
      ActiveEntries entries =
          encoder.encode(
              manager,
              manager.create(dictionary.x).toType(DataType.FLOAT64, true),
              manager.create(dictionary.w).toType(DataType.FLOAT64, true),
              manager.create(dictionary.b).toType(DataType.FLOAT64, true));
      assertThat(entries.values().getDataType()).isEqualTo(DataType.FLOAT64);
      int[] rows = entries.rows().toIntArray();
      int[] features = entries.features().toIntArray();
      double[] values = entries.values().toDoubleArray();
      for (int i = 0; i < values.length; i++) {
        assertThat(Math.abs(values[i] - dictionary.preActivation(rows[i], features[i])))
            .isLessThan(1e-12);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FP32", "FP32_VIA_BF16", "BF16"})
  void encodingLeavesNothingBehind(Precision precision) {
    Dictionary dictionary = Dictionary.random(5, 10, 32, 16, -1);
    try (NDManager manager = manager()) {
      ReluEncoder encoder =
          ReluEncoder.of(manager, precision, new ReluEncoder.Sizes(32, 16, 4), DataType.FLOAT32);
      NDArray x = manager.create(dictionary.x);
      NDArray w = manager.create(dictionary.w);
      NDArray b = manager.create(dictionary.b);
      int before = manager.getManagedArrays().size();
      encoder.refresh(w, b);
      try (NDManager scope = manager.newSubManager()) {
        encoder.encode(scope, x, w, b);
        assertThat(scope.getManagedArrays()).hasSize(4);
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void wrongUseIsRefused() {
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(4, 4, 4);
    try (NDManager manager = manager()) {
      assertThatThrownBy(
              () -> ReluEncoder.of(manager, Precision.FP32_VIA_BF16, sizes, DataType.FLOAT64))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("precision: FP32_VIA_BF16 needs float32 arrays, got float64");
      assertThatThrownBy(() -> ReluEncoder.of(manager, Precision.TF32, sizes, DataType.FLOAT32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("TF32 needs a GPU and TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1");
      assertThatThrownBy(() -> new ReluEncoder.Sizes(4, 4, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tileRows 0");
    }
  }

  @Test
  void bytesAreThoseOfBufferAndWeights() {
    ReluEncoder.Sizes sizes = new ReluEncoder.Sizes(4096, 512, 256);
    assertThat(ReluEncoder.bytes(Precision.FP32, sizes)).isEqualTo(4L * 256 * 4096);
    assertThat(ReluEncoder.bytes(Precision.FP32_VIA_BF16, sizes))
        .isEqualTo(2L * 256 * 4096 + 2L * 4096 * 544);
  }

  private static List<Pair> encode(Precision precision, Dictionary dictionary, int tile) {
    try (NDManager manager = manager()) {
      int dSae = dictionary.b.length;
      int dIn = dictionary.x[0].length;
      ReluEncoder encoder =
          ReluEncoder.of(
              manager, precision, new ReluEncoder.Sizes(dSae, dIn, tile), DataType.FLOAT32);
      NDArray w = manager.create(dictionary.w);
      NDArray b = manager.create(dictionary.b);
      encoder.refresh(w, b);
      ActiveEntries entries = encoder.encode(manager, manager.create(dictionary.x), w, b);
      int[] rows = entries.rows().toIntArray();
      int[] features = entries.features().toIntArray();
      float[] values = entries.values().toFloatArray();
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < rows.length; i++) {
        pairs.add(new Pair(rows[i], features[i], values[i]));
      }
      return pairs;
    }
  }

  /** Pairs nearer to zero than the tolerance may be on either side of it. */
  private static void assertMatches(List<Pair> found, Dictionary dictionary, double tolerance) {
    int next = 0;
    for (int row = 0; row < dictionary.x.length; row++) {
      for (int feature = 0; feature < dictionary.b.length; feature++) {
        double expected = dictionary.preActivation(row, feature);
        boolean here =
            next < found.size()
                && found.get(next).row() == row
                && found.get(next).feature() == feature;
        if (here) {
          assertThat(found.get(next).value()).isPositive();
          assertThat(Math.abs(found.get(next).value() - expected)).isLessThanOrEqualTo(tolerance);
          next++;
        } else {
          assertThat(expected).isLessThanOrEqualTo(tolerance);
        }
      }
    }
    assertThat(next).isEqualTo(found.size());
  }

  private static float[][] scaled(float[][] values, float factor) {
    float[][] result = new float[values.length][values[0].length];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < values[0].length; k++) {
        result[i][k] = values[i][k] * factor;
      }
    }
    return result;
  }

  private static NDManager manager() {
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }
}
