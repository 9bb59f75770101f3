package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.quadratic.FeatureDistribution;
import org.monosem.sae.toymodel.quadratic.QuadraticModel;

/** The quadratic models that the capacity experiment solves. */
final class CapacityProblems {
  /** Of a feature's square; features share a dimension where it is above 2. */
  static final List<Double> SQUARE_VARIANCES = List.of(1.5, 3.0, 6.0, 20.0);

  /** That a feature is present; uniform ones share below 0.6. */
  static final List<Double> PROBABILITIES = List.of(1.0, 0.75, 0.4, 0.25, 0.15, 0.07, 0.03, 0.01);

  private static final List<Double> RATIOS = List.of(1.2, 1.8, 2.6, 3.5, 5.0, 8.0);
  private static final int MANY = 16;
  private static final int MANY_DIMS = 5;

  private CapacityProblems() {}

  /**
   * Six features in three dimensions, whose capacities are 0.895, 0.859, 0.804, 0.365, 0.077, 0.
   */
  static QuadraticModel example() {
    return new QuadraticModel(List.of(1.771, 1.737, 1.686, 1.275, 1.006, 0.207), 3, 4);
  }

  /**
   * Two features in one dimension, the first the more important by a ratio: F = 6, shared below 3.
   */
  static List<QuadraticModel> pairsOfSix() {
    return Stream.of(1.5, 2.5, 2.9, 4.0).map(ratio -> pair(ratio, 6)).toList();
  }

  /** The same for each F and several ratios, F for F. */
  static List<QuadraticModel> pairs() {
    return SQUARE_VARIANCES.stream()
        .flatMap(f -> RATIOS.stream().map(ratio -> pair(ratio, f)))
        .toList();
  }

  /** Features of evenly spaced importance, for each F. */
  static List<QuadraticModel> graded() {
    List<Double> importances =
        IntStream.rangeClosed(1, MANY).mapToObj(i -> 2.0 * i / MANY).toList();
    return SQUARE_VARIANCES.stream()
        .map(f -> new QuadraticModel(importances, MANY_DIMS, f))
        .toList();
  }

  /** Five uniform features in two dimensions, for each probability. */
  static List<QuadraticModel> sparse() {
    return PROBABILITIES.stream().map(CapacityProblems::sparse).toList();
  }

  /** Five uniform features in two dimensions. */
  static QuadraticModel sparse(double probability) {
    return new QuadraticModel(
        List.of(1.0, 0.8, 0.6, 0.4, 0.2),
        2,
        FeatureDistribution.UNIFORM.squareVariance(probability));
  }

  /**
   * Problems of 6 to 12 features in 2 to 5 dimensions with F from 1.5 to 20, but not around 2,
   * where sharing and not sharing are nearly as good and a search does not come to an end.
   */
  static List<QuadraticModel> random(int count, Seed seed) {
    List<QuadraticModel> models = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SplittableRandom random = seed.at(i).random();
      int features = random.nextInt(6, 13);
      int dims = random.nextInt(2, 6);
      double share = random.nextDouble();
      double f = share < 0.2 ? 1.5 + share : 2.5 * Math.pow(8, random.nextDouble());
      List<Double> importances = random.doubles(features, 0.2, 2).boxed().toList();
      models.add(new QuadraticModel(importances, dims, f));
    }
    return models;
  }

  /** Two features in one dimension, the first the more important by a ratio. */
  static QuadraticModel pair(double ratio, double squareVariance) {
    return new QuadraticModel(List.of(ratio, 1.0), 1, squareVariance);
  }
}
