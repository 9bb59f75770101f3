package org.monosem.sae.deadfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.monosem.core.random.Seed;
import org.monosem.sae.objective.DictionaryParameters;

/** A reset changes exactly what the paper says, and nothing else by a single bit. */
class FeatureResetTest {
  private static final int D_SAE = 9;
  private static final int D_IN = 5;
  private static final int[] DEAD = {7, 2};

  @Test
  void deadRowsBecomeInputsAndTheRestStays() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      TrainedArrays arrays =
          new TrainedArrays(random(manager, "p"), random(manager, "m"), random(manager, "v"));
      List<float[]> before = copy(arrays);
      float[][] inputs = {{3, 0, 4, 0, 0}, {0, 0, 0, 0, 0.5f}};
      FeatureReset.apply(arrays, DEAD, manager.create(inputs), 0.2);
      List<float[]> after = copy(arrays);
      for (int array = 0; array < 12; array++) {
        requireOnlyDeadChanged(array, before.get(array), after.get(array));
      }
      double mean = meanNormOfAlive(before.get(0));
      float[][] directions = {{0.6f, 0, 0.8f, 0, 0}, {0, 0, 0, 0, 1}};
      for (int k = 0; k < DEAD.length; k++) {
        for (int i = 0; i < D_IN; i++) {
          int at = DEAD[k] * D_IN + i;
          assertThat(after.get(2)[at]).isCloseTo(directions[k][i], within(1e-6f));
          assertThat((double) after.get(0)[at])
              .isCloseTo(directions[k][i] * 0.2 * mean, within(1e-5 * mean));
        }
        assertThat(after.get(1)[DEAD[k]]).isZero();
      }
    }
  }

  @Test
  void withNobodyAliveTheMeanIsOverAll() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      DictionaryParameters p =
          new DictionaryParameters(
              manager.create(new float[][] {{3, 4}}),
              manager.create(new float[] {1}),
              manager.create(new float[][] {{1, 0}}),
              manager.create(new float[] {1, 1}));
      TrainedArrays arrays = new TrainedArrays(p, zeros(manager), zeros(manager));
      FeatureReset.apply(arrays, new int[] {0}, manager.create(new float[][] {{0, 2}}), 0.5);
      assertThat(p.wEnc().toFloatArray()).containsExactly(0, 2.5f);
      assertThat(p.wDec().toFloatArray()).containsExactly(0, 1);
      assertThat(p.bDec().toFloatArray()).containsExactly(1, 1);
    }
  }

  @Test
  void whatElseBelongsToAFeatureStartsAgainAndNothingBesides() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      TrainedArrays arrays =
          new TrainedArrays(more(manager, 3), more(manager, 4), more(manager, 5));
      NDArray input = manager.create(new float[][] {{1, 0}});
      FeatureReset.apply(arrays, new int[] {1}, input, 0.5);
      assertThat(arrays.parameters().extra("rMag").toFloatArray()).containsExactly(3, 0);
      assertThat(arrays.firstMoments().extra("rMag").toFloatArray()).containsExactly(4, 0);
      assertThat(arrays.secondMoments().extra("rMag").toFloatArray()).containsExactly(5, 0);
      assertThat(arrays.parameters().extra("wSkip").toFloatArray()).containsExactly(3, 3, 3, 3);
      assertThat(arrays.firstMoments().extra("wSkip").toFloatArray()).containsExactly(4, 4, 4, 4);
    }
  }

  /** Two features of width two, a vector of the features and a matrix that is none. */
  private static DictionaryParameters more(NDManager manager, float value) {
    Shape matrix = new Shape(2, 2);
    Shape vector = new Shape(2);
    DataType type = DataType.FLOAT32;
    return new DictionaryParameters(
        manager.full(matrix, value, type),
        manager.full(vector, value, type),
        manager.full(matrix, value, type),
        manager.full(vector, value, type),
        Map.of(
            "rMag", manager.full(vector, value, type), "wSkip", manager.full(matrix, value, type)));
  }

  @Test
  void drawnRowsOfABatchGoToTheirPlaces() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray inputs = manager.create(new float[][] {{-1, -1}, {-2, -2}, {-3, -3}, {-4, -4}});
      NDArray rows = manager.create(new float[][] {{1, 2}, {3, 4}, {5, 6}});
      int before = manager.getManagedArrays().size();
      long[] drawn = {102, 7, 100, 102};
      FeatureReset.put(rows, 100, drawn, new int[] {2, 0, 3}, inputs);
      assertThat(inputs.toFloatArray()).containsExactly(5, 6, -2, -2, 1, 2, 5, 6);
      FeatureReset.put(rows, 100, drawn, new int[0], inputs);
      assertThat(inputs.toFloatArray()).containsExactly(5, 6, -2, -2, 1, 2, 5, 6);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  private static void requireOnlyDeadChanged(int array, float[] before, float[] after) {
    boolean decoderBias = array % 4 == 3;
    int width = before.length / (decoderBias ? 1 : D_SAE);
    for (int i = 0; i < before.length; i++) {
      int feature = decoderBias ? -1 : i / width;
      if (feature != DEAD[0] && feature != DEAD[1]) {
        assertThat(after[i]).as("array %d at %d", array, i).isEqualTo(before[i]);
      } else if (array >= 4) {
        assertThat(after[i]).as("moment %d at %d", array, i).isZero();
      }
    }
  }

  private static double meanNormOfAlive(float[] wEnc) {
    double sum = 0;
    for (int feature = 0; feature < D_SAE; feature++) {
      double squares = 0;
      for (int i = 0; i < D_IN; i++) {
        squares += Math.pow(wEnc[feature * D_IN + i], 2);
      }
      sum += feature == DEAD[0] || feature == DEAD[1] ? 0 : Math.sqrt(squares);
    }
    return sum / (D_SAE - DEAD.length);
  }

  private static DictionaryParameters zeros(NDManager manager) {
    return DictionaryParameters.zeros(manager, 1, 2, ai.djl.ndarray.types.DataType.FLOAT32);
  }

  private static List<float[]> copy(TrainedArrays arrays) {
    List<float[]> all = new ArrayList<>();
    for (DictionaryParameters p :
        List.of(arrays.parameters(), arrays.firstMoments(), arrays.secondMoments())) {
      for (NDArray array : p.list()) {
        all.add(array.toFloatArray());
      }
    }
    return all;
  }

  private static DictionaryParameters random(NDManager manager, String name) {
    return new DictionaryParameters(
        random(manager, name + "0", D_SAE, D_IN),
        random(manager, name + "1", D_SAE),
        random(manager, name + "2", D_SAE, D_IN),
        random(manager, name + "3", D_IN));
  }

  private static NDArray random(NDManager manager, String name, long... shape) {
    var random = Seed.of(4).named(name).random();
    Shape s = new Shape(shape);
    float[] values = new float[Math.toIntExact(s.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, s);
  }
}
