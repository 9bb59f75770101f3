package org.monosem.core.polysemanticity.virtualneuron;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.JDKRandomGenerator;

/**
 * A unit split into virtual neurons, each for the examples whose attributions are alike. Immutable.
 */
public final class VirtualNeurons {
  private static final EuclideanDistance DISTANCE = new EuclideanDistance();

  private final double[][] centroids;
  private final int[] assignments;

  private VirtualNeurons(double[][] centroids, int[] assignments) {
    this.centroids = centroids;
    this.assignments = assignments;
  }

  /**
   * Clusters attributions by k-means, started by k-means++ several times, of which the clustering
   * with the smallest sum of variances is kept.
   *
   * @param attributions {@code [examples, d]}, see {@link Attribution}; floats or doubles, finite
   * @return virtual neurons, those with most examples first, ties by the first example
   * @throws IllegalArgumentException if there are fewer different rows than clusters, or one is not
   *     finite
   */
  public static VirtualNeurons split(NDArray attributions, VirtualNeuronOptions options) {
    double[][] rows = Rows.of("attributions", attributions);
    requireDifferent(rows, options.clusters());
    List<Row> points = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      points.add(new Row(i, rows[i]));
    }
    List<CentroidCluster<Row>> clusters = new ArrayList<>(clusterer(options).cluster(points));
    clusters.sort(
        Comparator.<CentroidCluster<Row>>comparingInt(cluster -> -cluster.getPoints().size())
            .thenComparing(VirtualNeurons::first));
    double[][] centroids =
        clusters.stream().map(cluster -> cluster.getCenter().getPoint()).toArray(double[][]::new);
    int[] assignments = new int[rows.length];
    Arrays.setAll(assignments, i -> nearest(centroids, rows[i]));
    return new VirtualNeurons(centroids, assignments);
  }

  /** Returns the number of virtual neurons. */
  public int size() {
    return centroids.length;
  }

  /** Returns a copy of a virtual neuron's centroid, length d. */
  public double[] centroid(int neuron) {
    return centroids[neuron].clone();
  }

  /** Returns for every example that was clustered its virtual neuron: the nearest centroid. */
  public int[] assignments() {
    return assignments.clone();
  }

  /**
   * Returns the virtual neurons of new examples: the nearest centroid, the first of equals.
   *
   * @param attributions {@code [examples, d]}, made as those that were clustered
   * @throws IllegalArgumentException if they are not of that width, or not finite
   */
  public int[] assign(NDArray attributions) {
    double[][] rows = Rows.of("attributions", attributions);
    if (rows[0].length != centroids[0].length) {
      throw new IllegalArgumentException(
          "attributions: expected [examples, d=%d], got %s"
              .formatted(centroids[0].length, attributions.getShape()));
    }
    return Arrays.stream(rows).mapToInt(row -> nearest(centroids, row)).toArray();
  }

  private static MultiKMeansPlusPlusClusterer<Row> clusterer(VirtualNeuronOptions options) {
    JDKRandomGenerator random = new JDKRandomGenerator();
    random.setSeed(options.seed().named("k-means").value());
    return new MultiKMeansPlusPlusClusterer<>(
        new KMeansPlusPlusClusterer<>(options.clusters(), options.iterations(), DISTANCE, random),
        options.starts());
  }

  private static int nearest(double[][] centroids, double[] row) {
    int best = 0;
    double least = DISTANCE.compute(centroids[0], row);
    for (int i = 1; i < centroids.length; i++) {
      double distance = DISTANCE.compute(centroids[i], row);
      if (distance < least) {
        best = i;
        least = distance;
      }
    }
    return best;
  }

  private static int first(CentroidCluster<Row> cluster) {
    return cluster.getPoints().stream().mapToInt(row -> row.index).min().orElse(Integer.MAX_VALUE);
  }

  private static void requireDifferent(double[][] rows, int clusters) {
    long different = Arrays.stream(rows).map(Arrays::toString).distinct().count();
    if (different < clusters) {
      throw new IllegalArgumentException(
          "attributions: expected at least %d different rows for as many clusters, got %d"
              .formatted(clusters, different));
    }
  }

  /** A row that knows its number; compared by identity. */
  private static final class Row implements Clusterable {
    private final int index;
    private final double[] values;

    Row(int index, double[] values) {
      this.index = index;
      this.values = values;
    }

    @Override
    public double[] getPoint() {
      return values;
    }
  }
}
