package org.monosem.core.groundtruth;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Two sets of directions compared: every atom and every feature with its nearest of the other kind,
 * and one to one.
 */
final class DirectionMatch {
  private final double[][] cosines;
  private final int[] matched;

  /** Compares by cosines {@code [atoms][features]}. */
  DirectionMatch(double[][] cosines) {
    this.cosines = cosines;
    this.matched = Assignment.greatest(cosines);
  }

  /** Returns the feature matched with an atom, or -1. */
  int feature(int atom) {
    return matched[atom];
  }

  double meanOverAtoms() {
    return largestOfAtoms().average().orElseThrow();
  }

  double meanOverFeatures() {
    return IntStream.range(0, features())
        .mapToDouble(feature -> cosines[nearestAtom(feature)][feature])
        .average()
        .orElseThrow();
  }

  double matchedMean() {
    return matchedCosines().average().orElseThrow();
  }

  double shareAbove(double threshold) {
    return (double) largestOfAtoms().filter(c -> c > threshold).count() / cosines.length;
  }

  double matchedShareAbove(double threshold) {
    return (double) matchedCosines().filter(c -> c > threshold).count() / cosines.length;
  }

  double uniqueness() {
    long different = IntStream.range(0, features()).map(this::nearestAtom).distinct().count();
    return (double) different / Math.min(features(), cosines.length);
  }

  private int features() {
    return cosines[0].length;
  }

  private DoubleStream largestOfAtoms() {
    return Arrays.stream(cosines).mapToDouble(row -> Arrays.stream(row).max().orElseThrow());
  }

  private DoubleStream matchedCosines() {
    return IntStream.range(0, matched.length)
        .mapToDouble(atom -> matched[atom] < 0 ? 0 : cosines[atom][matched[atom]]);
  }

  private int nearestAtom(int feature) {
    int nearest = 0;
    for (int atom = 1; atom < cosines.length; atom++) {
      nearest = cosines[atom][feature] > cosines[nearest][feature] ? atom : nearest;
    }
    return nearest;
  }
}
