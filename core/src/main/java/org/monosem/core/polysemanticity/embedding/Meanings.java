package org.monosem.core.polysemanticity.embedding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.ml.clustering.Cluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.DBSCANClusterer;

/** Finds which examples hang together: connected components by an edge of large cosine. */
final class Meanings {
  private Meanings() {}

  /** Returns them with the most examples first, ties by their first example. */
  static List<Meaning> of(Cosines cosines, double threshold) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < cosines.examples(); i++) {
      places.add(new Place(i));
    }
    // Density clustering in which every point has neighbours enough finds connected components.
    DBSCANClusterer<Place> components =
        new DBSCANClusterer<>(
            0.5, 0, (a, b) -> cosines.of((int) a[0], (int) b[0]) > threshold ? 0 : 1);
    List<Meaning> meanings = new ArrayList<>();
    for (Cluster<Place> cluster : components.cluster(places)) {
      meanings.add(
          meaning(cluster.getPoints().stream().map(Place::index).sorted().toList(), cosines));
    }
    meanings.sort(
        Comparator.<Meaning>comparingInt(meaning -> -meaning.members().size())
            .thenComparing(meaning -> meaning.members().get(0)));
    return List.copyOf(meanings);
  }

  private static Meaning meaning(List<Integer> members, Cosines cosines) {
    int central = members.get(0);
    double best = Double.NEGATIVE_INFINITY;
    for (int member : members) {
      double sum = 0;
      for (int other : members) {
        sum += other == member ? 0 : cosines.of(member, other);
      }
      if (sum > best) {
        best = sum;
        central = member;
      }
    }
    return new Meaning(central, members, members.size() == 1 ? 1 : best / (members.size() - 1));
  }

  /** An example as the point of a space in which only its number matters. */
  private record Place(int index) implements Clusterable {
    @Override
    public double[] getPoint() {
      return new double[] {index};
    }
  }
}
