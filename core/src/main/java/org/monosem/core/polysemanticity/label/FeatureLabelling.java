package org.monosem.core.polysemanticity.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.monosem.core.random.Seed;

/**
 * Labels features: texts chosen, embedded, clustered, each cluster labelled, the labels compared.
 *
 * @param plan which texts
 * @param embedder of texts and of labels
 * @param labeller of clusters
 */
public record FeatureLabelling(SelectionPlan plan, Embedder embedder, Labeller labeller) {

  /**
   * Labels one feature.
   *
   * @param texts the corpus
   * @param activations of the feature in each text
   * @param others labels to draw random ones from: those of other features; at least as many as the
   *     plan has clusters
   * @param seed decides the clusters' beginnings and the random labels
   * @throws IllegalArgumentException if there is not one activation for each text, or there are too
   *     few other labels
   */
  public FeatureLabels label(
      List<String> texts, double[] activations, List<String> others, Seed seed) {
    if (texts.size() != activations.length || others.size() < plan.clusters()) {
      throw new IllegalArgumentException(
          "labelling: expected an activation for each of %d texts and at least %d other labels, got %d and %d"
              .formatted(texts.size(), plan.clusters(), activations.length, others.size()));
    }
    List<Integer> top = TopTexts.select(activations, plan);
    List<TextCluster> clusters = clusters(texts, activations, top, seed);
    List<String> labels = new ArrayList<>();
    for (TextCluster cluster : clusters) {
      labels.add(labeller.label(cluster.chosen().stream().map(texts::get).toList()));
    }
    List<String> drawn =
        Arrays.stream(seed.named("random labels").permutation(others.size()))
            .limit(labels.size())
            .mapToObj(others::get)
            .toList();
    return new FeatureLabels(clusters, labels, similarity(labels), similarity(drawn));
  }

  /** Clusters the texts chosen; the clusters name them by their numbers in the corpus. */
  private List<TextCluster> clusters(
      List<String> texts, double[] activations, List<Integer> top, Seed seed) {
    double[][] embeddings = embedder.embed(top.stream().map(texts::get).toList());
    double[] strengths = top.stream().mapToDouble(text -> activations[text]).toArray();
    return TextClusters.find(embeddings, strengths, plan, seed).stream()
        .map(
            cluster ->
                new TextCluster(
                    cluster.members().stream().map(top::get).toList(),
                    cluster.chosen().stream().map(top::get).toList()))
        .toList();
  }

  private double similarity(List<String> labels) {
    return labels.size() < 2 ? Double.NaN : LabelSimilarity.meanCosine(embedder.embed(labels));
  }
}
