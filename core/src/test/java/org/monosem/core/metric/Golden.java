package org.monosem.core.metric;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.monosem.core.FeatureActivations;

/** The data set and figures of {@code golden.json}, which {@code golden.py} made. */
final class Golden {
  int[] batches;
  float[][] x;
  float[][] reconstruction;
  float[][] features;
  float[] decoderNorms;
  Map<String, float[]> losses;
  double[] density;
  List<Long> histogram;
  double[] mean;
  Map<String, Double> expected;

  static Golden load() {
    try (Reader in =
        new InputStreamReader(
            Golden.class.getResourceAsStream("golden.json"), StandardCharsets.UTF_8)) {
      return new Gson().fromJson(in, Golden.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  int parts() {
    return batches.length;
  }

  float[][] x(int part) {
    return Arrays.copyOfRange(x, begin(part), begin(part + 1));
  }

  float[][] reconstruction(int part) {
    return Arrays.copyOfRange(reconstruction, begin(part), begin(part + 1));
  }

  FeatureActivations features(int part) {
    return sparse(Arrays.copyOfRange(features, begin(part), begin(part + 1)));
  }

  float[] losses(String arm, int part) {
    return Arrays.copyOfRange(losses.get(arm), begin(part), begin(part + 1));
  }

  /** The five runs of a part, in the order that the accumulator wants. */
  float[][] arms(int part) {
    return Stream.of("clean", "spliced", "zeroAblated", "meanAblated", "resampleAblated")
        .map(arm -> losses(arm, part))
        .toArray(float[][]::new);
  }

  ReconstructionBatch batch(int part) {
    return ReconstructionBatch.of(x(part), reconstruction(part));
  }

  private int begin(int part) {
    return Arrays.stream(batches, 0, part).sum();
  }

  /** Turns dense rows into sparse ones. */
  static FeatureActivations sparse(float[][] dense) {
    int[] offsets = new int[dense.length + 1];
    List<Integer> ids = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < dense.length; row++) {
      for (int feature = 0; feature < dense[row].length; feature++) {
        if (dense[row][feature] != 0) {
          ids.add(feature);
          values.add(dense[row][feature]);
        }
      }
      offsets[row + 1] = ids.size();
    }
    float[] flat = new float[values.size()];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = values.get(k);
    }
    int dSae = dense[0].length;
    return FeatureActivations.of(
        dSae, offsets, ids.stream().mapToInt(Integer::intValue).toArray(), flat);
  }
}
