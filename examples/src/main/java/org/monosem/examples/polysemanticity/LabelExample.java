package org.monosem.examples.polysemanticity;

import ai.djl.ndarray.NDManager;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.monosem.core.HookPoint;
import org.monosem.core.polysemanticity.label.FeatureLabelling;
import org.monosem.core.polysemanticity.label.FeatureLabels;
import org.monosem.core.polysemanticity.label.LabelScores;
import org.monosem.core.polysemanticity.label.SelectionPlan;
import org.monosem.core.polysemanticity.label.SelectionPlan.Choice;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Document;

/**
 * Prints how the neuron of the shipped model that knows DNA best is labelled and scored. The model
 * itself embeds the texts, and a count of tokens stands in for the language model that labels.
 */
public final class LabelExample {
  private static final int TEXTS = 100;
  private static final String DOMAIN = "dna";
  private static final int WORDS = 3;

  /**
   * What was found.
   *
   * @param neuron the one with the best AUC for DNA
   * @param scores of the label "DNA"
   * @param labels of the neuron's clusters
   */
  record Result(int neuron, LabelScores scores, FeatureLabels labels) {}

  private LabelExample() {}

  public static void main(String[] args) {
    Result result = measure(Seed.of(1));
    System.out.printf(
        Locale.ROOT,
        "neuron %d tells DNA from other text: AUC %.3f, MAD %.2f%n",
        result.neuron(),
        result.scores().maxAuc(),
        result.scores().maxMad());
    System.out.printf(Locale.ROOT, "labels of its clusters: %s%n", result.labels().labels());
    System.out.printf(
        Locale.ROOT,
        "their mean cosine %.3f; of labels of other texts %.3f%n",
        result.labels().similarity(),
        result.labels().random());
  }

  /** Finds the neuron, and labels it. */
  static Result measure(Seed seed) {
    List<Document> documents = SampleTexts.of(TEXTS, seed);
    List<String> texts = documents.stream().map(Document::text).toList();
    try (ModelRun model = new ModelRun()) {
      double[][] strongest = new double[TEXTS][];
      for (int text = 0; text < TEXTS; text++) {
        strongest[text] = strongest(model, texts.get(text));
      }
      int best = 0;
      for (int neuron = 1; neuron < strongest[0].length; neuron++) {
        if (scores(documents, strongest, neuron).maxAuc()
            > scores(documents, strongest, best).maxAuc()) {
          best = neuron;
        }
      }
      SelectionPlan plan = new SelectionPlan(0.7, 40, 3, 10, Choice.STRONGEST);
      FeatureLabelling labelling =
          new FeatureLabelling(plan, some -> embed(model, some), some -> label(model, some));
      List<String> others = texts.stream().map(text -> label(model, List.of(text))).toList();
      FeatureLabels labels =
          labelling.label(texts, activations(strongest, best, document -> true), others, seed);
      return new Result(best, scores(documents, strongest, best), labels);
    }
  }

  private static LabelScores scores(List<Document> documents, double[][] strongest, int neuron) {
    double[] concept =
        activations(strongest, neuron, text -> documents.get(text).domain().equals(DOMAIN));
    double[] control =
        activations(strongest, neuron, text -> !documents.get(text).domain().equals(DOMAIN));
    return LabelScores.of(List.of(concept), control);
  }

  private static double[] activations(double[][] strongest, int neuron, IntPredicate which) {
    return IntStream.range(0, strongest.length)
        .filter(which)
        .mapToDouble(text -> strongest[text][neuron])
        .toArray();
  }

  /** Returns every neuron's largest activation in a text. */
  private static double[] strongest(ModelRun model, String text) {
    try (NDManager scope = model.newManager()) {
      float[] largest =
          model
              .activations(scope, text, List.of(HookPoint.mlpPost(0)))
              .get(0)
              .max(new int[] {0})
              .toFloatArray();
      return doubles(largest);
    }
  }

  /** Returns the mean of the residual stream over each text. */
  private static double[][] embed(ModelRun model, List<String> texts) {
    double[][] embeddings = new double[texts.size()][];
    for (int text = 0; text < embeddings.length; text++) {
      try (NDManager scope = model.newManager()) {
        embeddings[text] =
            doubles(
                model
                    .activations(scope, texts.get(text), List.of(HookPoint.residualPost(0)))
                    .get(0)
                    .mean(new int[] {0})
                    .toFloatArray());
      }
    }
    return embeddings;
  }

  /** Returns the tokens that are most frequent in texts. */
  private static String label(ModelRun model, List<String> texts) {
    Map<String, Long> counts =
        texts.stream()
            .flatMap(text -> model.words(text).stream())
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(WORDS)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(" "));
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
