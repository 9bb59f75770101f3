package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.Gpt2Layout.Entry;

/**
 * How a GPT-2 starts: matrices and embeddings normal with standard deviation 0.02, maps into the
 * residual stream divided by {@code sqrt(2 layers)}, biases zero, gains one (Radford et al. 2019,
 * section 2.3).
 */
final class Gpt2Initializer {
  private static final double DEVIATION = 0.02;

  private Gpt2Initializer() {}

  static Gpt2Weights random(Gpt2Config config, Seed seed, NDManager owner) {
    Gpt2Layout layout = Gpt2Layout.of(config);
    List<NDArray> arrays = new ArrayList<>();
    for (Entry entry : layout.entries()) {
      float[] values = new float[Math.toIntExact(entry.shape().size())];
      fill(values, entry, config, seed.named(entry.name()).random());
      arrays.add(Gpt2Weights.own(values, entry.shape(), owner));
    }
    return new Gpt2Weights(layout, arrays);
  }

  private static void fill(
      float[] values, Entry entry, Gpt2Config config, SplittableRandom random) {
    switch (entry.kind()) {
      case BIAS -> Arrays.fill(values, 0f);
      case GAIN -> Arrays.fill(values, 1f);
      case EMBEDDING, LINEAR -> fillNormal(values, DEVIATION, random);
      case RESIDUAL_LINEAR ->
          fillNormal(values, DEVIATION / Math.sqrt(2.0 * config.layers()), random);
    }
  }

  private static void fillNormal(float[] values, double deviation, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
  }
}
