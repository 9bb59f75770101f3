package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.emergence.CountingRule;
import org.monosem.core.polysemanticity.emergence.Emergence;
import org.monosem.core.polysemanticity.emergence.EmergenceAccumulator;
import org.monosem.core.polysemanticity.emergence.EmergenceOptions;
import org.monosem.core.polysemanticity.emergence.LayeredGraph;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/** Prints the emergence of the shipped model's MLP, whole and with connections taken at random. */
public final class EmergenceExample {
  private static final int TEXTS = 8;

  private static final List<HookPoint> LAYERS =
      List.of(
          HookPoint.of("blocks.0.ln2.hook_normalized"), HookPoint.mlpPost(0), HookPoint.mlpOut(0));

  private record Pruned(double share, LayeredGraph graph, EmergenceAccumulator count) {}

  private EmergenceExample() {}

  public static void main(String[] args) {
    System.out.printf(
        Locale.ROOT,
        "3, 2 and 2 nodes, 1, 2 and 1 active: %d paths%n",
        Emergence.ofCounts(new int[] {3, 2, 2}, new int[] {1, 2, 1}, CountingRule.INNER_ACTIVE));
    measure(Seed.of(1))
        .forEach(
            (pruned, emergence) ->
                System.out.printf(
                    Locale.ROOT,
                    "%.0f %% of the MLP's connections pruned: E %.3e, relative %.3f%n",
                    100 * pruned,
                    emergence.mean(),
                    emergence.relative()));
  }

  /** Returns the emergence by the share of connections that are taken away. */
  static Map<Double, Emergence> measure(Seed seed) {
    List<Pruned> networks = new ArrayList<>();
    for (double share : new double[] {0, 0.5, 0.9}) {
      LayeredGraph graph = graph(share, seed);
      networks.add(
          new Pruned(share, graph, new EmergenceAccumulator(graph, EmergenceOptions.standard())));
    }
    try (ModelRun model = new ModelRun()) {
      for (Document document : SampleTexts.of(TEXTS, seed)) {
        try (NDManager scope = model.newManager()) {
          List<NDArray> layers = model.activations(scope, document.text(), LAYERS);
          networks.forEach(network -> network.count().add(layers));
        }
      }
    }
    Map<Double, Emergence> results = new LinkedHashMap<>();
    for (Pruned network : networks) {
      results.put(network.share(), network.count().result(network.graph().parameters()));
    }
    return results;
  }

  private static LayeredGraph graph(double pruned, Seed seed) {
    if (pruned == 0) {
      return LayeredGraph.fullyConnected(128, 512, 128);
    }
    SplittableRandom random = seed.named("pruning").random();
    List<boolean[][]> masks = new ArrayList<>();
    masks.add(mask(new boolean[512][128], pruned, random));
    masks.add(mask(new boolean[128][512], pruned, random));
    return LayeredGraph.ofMasks(masks);
  }

  private static boolean[][] mask(boolean[][] mask, double pruned, SplittableRandom random) {
    for (boolean[] row : mask) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextDouble() >= pruned;
      }
    }
    return mask;
  }
}
