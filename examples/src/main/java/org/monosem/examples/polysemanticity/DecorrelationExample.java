package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.decorrelation.BiasNormProxy;
import org.monosem.core.polysemanticity.decorrelation.Decorrelation;
import org.monosem.core.polysemanticity.embedding.UnitWeights;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/**
 * Prints how different the shipped model's activations on the last tokens of texts are from each
 * other, before, in and after its MLP, and the proxy of polysemanticity that its neurons' weights
 * give.
 */
public final class DecorrelationExample {
  private static final int TEXTS = 120;
  private static final List<HookPoint> HOOKS =
      List.of(HookPoint.residualMid(0), HookPoint.mlpPost(0), HookPoint.residualPost(0));

  private DecorrelationExample() {}

  public static void main(String[] args) {
    measure(Seed.of(1))
        .forEach(
            (hook, metric) ->
                System.out.printf(
                    Locale.ROOT,
                    "%s: decorrelation %.3f over %d texts%n",
                    hook,
                    metric.value(),
                    metric.inputs()));
    System.out.printf(Locale.ROOT, "median of b |w| over the neurons: %.3f%n", proxy().median());
    for (int features : new int[] {3, 5, 8}) {
      System.out.printf(
          Locale.ROOT,
          "one neuron for %d exclusive features would have %.4f%n",
          features,
          BiasNormProxy.ofExclusiveFeatures(features));
    }
  }

  /** Returns the metric at each hook point, of the last token of each text. */
  static Map<HookPoint, Decorrelation> measure(Seed seed) {
    Map<HookPoint, Decorrelation> metrics = new LinkedHashMap<>();
    try (ModelRun model = new ModelRun()) {
      for (Document document : SampleTexts.of(TEXTS, seed)) {
        try (NDManager scope = model.newManager()) {
          List<NDArray> layers = model.activations(scope, document.text(), HOOKS);
          for (int i = 0; i < HOOKS.size(); i++) {
            NDArray last = layers.get(i).get("-1:");
            int width = Math.toIntExact(last.getShape().get(1));
            metrics.computeIfAbsent(HOOKS.get(i), hook -> new Decorrelation(width)).add(last);
          }
        }
      }
    }
    return metrics;
  }

  /** Returns the proxy of the model's neurons. */
  static BiasNormProxy proxy() {
    try (ModelRun model = new ModelRun();
        NDManager owner = model.newManager()) {
      UnitWeights neurons = model.neurons(owner);
      return BiasNormProxy.of(neurons.in(), neurons.bias());
    }
  }
}
