package org.monosem.core.polysemanticity.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.monosem.core.random.Seed;

/** Groups texts by their embeddings. */
public final class TextClusters {
  private static final int MOST_ITERATIONS = 1000;

  private TextClusters() {}

  /** A text in the space of embeddings. */
  private static final class Point implements Clusterable {
    private final int text;
    private final double[] at;

    Point(int text, double[] at) {
      this.text = text;
      this.at = at;
    }

    int text() {
      return text;
    }

    @Override
    public double[] getPoint() {
      return at;
    }
  }

  /**
   * Finds clusters by k-means, begun by k-means++.
   *
   * @param embeddings {@code [texts][d]}, finite; at least one
   * @param activations of each text, finite
   * @param seed decides where k-means begins
   * @return at most as many as planned (fewer if there are fewer different texts), each with at
   *     least one text; largest first, ties by the strongest text
   * @throws IllegalArgumentException if embeddings and activations do not fit
   */
  public static List<TextCluster> find(
      double[][] embeddings, double[] activations, SelectionPlan plan, Seed seed) {
    Vectors.check("embeddings", 1, embeddings);
    Vectors.checkFinite("activations", activations);
    if (embeddings.length != activations.length) {
      throw new IllegalArgumentException(
          "activations: expected one for each of %d embeddings, got %d"
              .formatted(embeddings.length, activations.length));
    }
    List<Point> points = new ArrayList<>();
    for (int text = 0; text < embeddings.length; text++) {
      points.add(new Point(text, embeddings[text]));
    }
    List<TextCluster> clusters = new ArrayList<>();
    for (CentroidCluster<Point> found : cluster(points, plan.clusters(), seed)) {
      if (!found.getPoints().isEmpty()) {
        clusters.add(cluster(found, strongestFirst(activations), plan));
      }
    }
    clusters.sort(
        Comparator.<TextCluster>comparingInt(one -> -one.members().size())
            .thenComparing(one -> one.members().get(0), strongestFirst(activations)));
    return clusters;
  }

  private static List<CentroidCluster<Point>> cluster(List<Point> points, int clusters, Seed seed) {
    long different = points.stream().map(Point::getPoint).map(Arrays::hashCode).distinct().count();
    return new KMeansPlusPlusClusterer<Point>(
            (int) Math.min(clusters, different),
            MOST_ITERATIONS,
            new EuclideanDistance(),
            new Well19937c(seed.named("clusters").value()))
        .cluster(points);
  }

  private static TextCluster cluster(
      CentroidCluster<Point> found, Comparator<Integer> strongestFirst, SelectionPlan plan) {
    List<Integer> members =
        found.getPoints().stream().map(Point::text).sorted(strongestFirst).toList();
    if (plan.choice() == SelectionPlan.Choice.STRONGEST) {
      return new TextCluster(members, first(members, plan));
    }
    double[] centre = found.getCenter().getPoint();
    List<Integer> central =
        found.getPoints().stream()
            .sorted(
                Comparator.comparingDouble(
                        (Point point) -> new EuclideanDistance().compute(point.getPoint(), centre))
                    .thenComparing(Point::text, strongestFirst))
            .map(Point::text)
            .toList();
    return new TextCluster(members, first(central, plan));
  }

  private static List<Integer> first(List<Integer> texts, SelectionPlan plan) {
    return texts.subList(0, Math.min(texts.size(), plan.textsPerCluster()));
  }

  private static Comparator<Integer> strongestFirst(double[] activations) {
    return Comparator.comparingDouble((Integer text) -> -activations[text])
        .thenComparing(Comparator.naturalOrder());
  }
}
