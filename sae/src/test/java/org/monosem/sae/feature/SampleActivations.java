package org.monosem.sae.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.monosem.core.FeatureActivations;
import org.monosem.core.random.Seed;

/** Random contexts in two domains, and random sparse activations for them. */
final class SampleActivations {
  private SampleActivations() {}

  static List<TokenContext> contexts(int count, int length, int vocabulary) {
    SplittableRandom random = Seed.of(1).random();
    List<TokenContext> contexts = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      int[] tokens = random.ints(length, 0, vocabulary).toArray();
      List<DocumentSpan> documents =
          List.of(
              new DocumentSpan(0, "first", "a" + c), new DocumentSpan(length / 3, "second", "b"));
      contexts.add(TokenContext.of(tokens, documents));
    }
    return contexts;
  }

  /** Each feature fires with its own probability, and with strengths over several octaves. */
  static FeatureActivations activations(int rows, int dSae, double perRow) {
    SplittableRandom random = Seed.of(2).random();
    int[] offsets = new int[rows + 1];
    int[] features = new int[rows * dSae];
    float[] values = new float[rows * dSae];
    int n = 0;
    for (int row = 0; row < rows; row++) {
      int step = (int) (dSae / perRow);
      for (int f = random.nextInt(2 * step); f < dSae; f += 1 + random.nextInt(2 * step)) {
        features[n] = f;
        values[n++] = (float) Math.exp(4 * random.nextDouble() - 2);
      }
      offsets[row + 1] = n;
    }
    return FeatureActivations.of(
        dSae, offsets, Arrays.copyOf(features, n), Arrays.copyOf(values, n));
  }

  /** Returns some rows of activations. */
  static FeatureActivations rows(FeatureActivations all, int from, int to) {
    int[] offsets = new int[to - from + 1];
    int first = all.begin(from);
    for (int row = from; row < to; row++) {
      offsets[row - from + 1] = all.end(row) - first;
    }
    int last = first + offsets[to - from];
    return FeatureActivations.of(
        all.dSae(),
        offsets,
        Arrays.copyOfRange(all.features(), first, last),
        Arrays.copyOfRange(all.values(), first, last));
  }
}
