package org.monosem.harvest.transformer;

import java.util.Objects;
import java.util.stream.IntStream;
import org.monosem.core.random.Seed;

/**
 * How the next token is chosen from logits.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK only the {@code topK} likeliest tokens may be chosen; 0 for all. Of equal logits the
 *     lower ids count as likelier
 * @param seed decides the choices; the token at place {@code i} depends on the seed, {@code i} and
 *     the logits alone
 */
public record Sampling(double temperature, int topK, Seed seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the temperature is negative or not finite, or topK negative
   */
  public Sampling {
    Objects.requireNonNull(seed, "seed");
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature: expected a number of at least 0, got " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK: expected at least 0, got " + topK);
    }
  }

  /** Returns the choice of the likeliest token every time. */
  public static Sampling greedy() {
    return new Sampling(0, 0, Seed.of(0));
  }

  /**
   * Chooses a token.
   *
   * @param logits of every token
   * @param place of the token to choose, counted from the first that is generated
   */
  int choose(float[] logits, long place) {
    int[] likeliest = likeliest(logits, temperature == 0 ? 1 : topK);
    if (likeliest.length == 1) {
      return likeliest[0];
    }
    double[] cumulated = new double[likeliest.length];
    double highest = logits[likeliest[0]];
    double total = 0;
    for (int i = 0; i < likeliest.length; i++) {
      total += Math.exp((logits[likeliest[i]] - highest) / temperature);
      cumulated[i] = total;
    }
    double drawn = seed.at(place).random().nextDouble() * total;
    int i = 0;
    while (i < cumulated.length - 1 && cumulated[i] <= drawn) {
      i++;
    }
    return likeliest[i];
  }

  /** Returns ids by falling logit, at most {@code count} of them unless that is 0. */
  private static int[] likeliest(float[] logits, int count) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted((a, b) -> Float.compare(logits[b], logits[a]))
        .limit(count == 0 ? logits.length : count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
