package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.monosem.core.FeatureActivations;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.ratedistortion.CoFiring;
import org.monosem.core.polysemanticity.ratedistortion.CoFiringCounter;
import org.monosem.core.polysemanticity.ratedistortion.ConceptDirections;
import org.monosem.core.polysemanticity.ratedistortion.DictionarySearch;
import org.monosem.core.polysemanticity.ratedistortion.TwoConcepts;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/** Prints what monosemanticity costs two concepts, and the neurons of the shipped model. */
public final class RateDistortionExample {
  private static final int TEXTS = 60;
  private static final int NEURONS = 512;
  private static final int PAIRS = 5;

  private RateDistortionExample() {}

  public static void main(String[] args) {
    TwoConcepts two = new TwoConcepts(0.3, 0.2, 0.1);
    System.out.printf(
        Locale.ROOT,
        "A and B: rate %.2f with a latent each, %.2f with a third for both, tax %.2f%n",
        two.monosemanticRate(),
        two.jointRate(),
        two.tax());
    DictionarySearch best =
        DictionarySearch.best(ConceptDirections.orthonormal(2), two.distribution(), 3);
    System.out.printf(Locale.ROOT, "the best three latents: %s%n", best.toMap().get("latents"));
    CoFiring neurons = measure(Seed.of(1));
    System.out.printf(
        Locale.ROOT,
        "neurons: L0 %.1f; %d latents for pairs would save %.2f, no pairs more than %.1f%n",
        neurons.rate(),
        neurons.merged().size(),
        neurons.tax(),
        neurons.mostSaved());
    for (CoFiring.Pair pair : neurons.merged()) {
      System.out.printf(
          Locale.ROOT,
          "neurons %d and %d fire together in %.3f of all rows, %.3f expected%n",
          pair.feature(),
          pair.other(),
          pair.both(),
          pair.expected());
    }
  }

  /** Counts which neurons of the shipped model's MLP fire together. */
  static CoFiring measure(Seed seed) {
    CoFiringCounter counter = new CoFiringCounter(NEURONS);
    try (ModelRun model = new ModelRun()) {
      for (Document document : SampleTexts.of(TEXTS, seed)) {
        try (NDManager scope = model.newManager()) {
          NDArray rows =
              model.activations(scope, document.text(), List.of(HookPoint.mlpPost(0))).get(0);
          counter.add(active(rows.toFloatArray()));
        }
      }
    }
    return counter.result(PAIRS);
  }

  /** Returns the entries above zero of rows that lie behind each other. */
  private static FeatureActivations active(float[] rows) {
    int[] places = IntStream.range(0, rows.length).filter(i -> rows[i] > 0).toArray();
    int[] offsets = new int[rows.length / NEURONS + 1];
    float[] values = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      offsets[places[i] / NEURONS + 1]++;
      values[i] = rows[places[i]];
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    int[] neurons = Arrays.stream(places).map(place -> place % NEURONS).toArray();
    return FeatureActivations.of(NEURONS, offsets, neurons, values);
  }
}
