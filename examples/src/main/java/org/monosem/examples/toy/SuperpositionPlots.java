package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.plot.CurvePlot.Axis;
import org.monosem.examples.plot.CurvePlot.Curve;
import org.monosem.examples.plot.CurvePlot.Point;
import org.monosem.examples.plot.CurvePlot.Style;
import org.monosem.sae.toymodel.superposition.SuperpositionInstance;

/** The curves of the superposition experiment, over {@code 1 / (1 - S)} as in the paper. */
final class SuperpositionPlots {
  private static final Axis SPARSITY =
      Axis.logarithmic("1 / (1 - S), of S the probability that a feature is absent");

  private SuperpositionPlots() {}

  static CurvePlot norms(List<SuperpositionInstance> instances) {
    return byFeature(
        "Norm of each feature's embedding", "|W_i|", instances, (i, f) -> i.norms().get(f));
  }

  static CurvePlot capacities(List<SuperpositionInstance> instances) {
    return byFeature(
        "Capacity of each feature",
        "Capacity (dimensions)",
        instances,
        (instance, feature) -> instance.capacity().capacity(feature));
  }

  static CurvePlot dimsPerFeature(List<SuperpositionInstance> instances) {
    return new CurvePlot(
        "Dimensions by represented feature, equally important features",
        SPARSITY,
        Axis.linear("m / |W|^2"),
        List.of(
            new Curve(
                "measured", Style.LINE, means(instances, SuperpositionInstance::dimsPerFeature)),
            level("pairs: 1/2", 0.5, instances)));
  }

  static CurvePlot dimensionality(List<SuperpositionInstance> instances) {
    List<Point> points =
        instances.stream()
            .flatMap(
                instance ->
                    IntStream.range(0, instance.norms().size())
                        .mapToObj(
                            f -> new Point(across(instance), instance.capacity().capacity(f))))
            .toList();
    return new CurvePlot(
        "Dimensionality of every feature, equally important features",
        SPARSITY,
        Axis.linear("Capacity (dimensions)"),
        List.of(
            new Curve("a feature", Style.MARKS, points),
            level("tetrahedra: 3/4", 0.75, instances),
            level("triangles: 2/3", 2 / 3.0, instances),
            level("pairs: 1/2", 0.5, instances),
            level("pentagons: 2/5", 0.4, instances)));
  }

  private static CurvePlot byFeature(
      String title,
      String up,
      List<SuperpositionInstance> instances,
      ToDoubleBiFunction<SuperpositionInstance, Integer> value) {
    List<Curve> curves = new ArrayList<>();
    for (int f = 0; f < instances.get(0).norms().size(); f++) {
      int feature = f;
      curves.add(
          new Curve(
              "feature " + (f + 1),
              Style.LINE,
              means(instances, instance -> value.applyAsDouble(instance, feature))));
    }
    return new CurvePlot(title, SPARSITY, Axis.linear(up), curves);
  }

  /** Means over the starts of a probability. */
  private static List<Point> means(
      List<SuperpositionInstance> instances, ToDoubleFunction<SuperpositionInstance> value) {
    Map<Double, Double> byPlace =
        instances.stream()
            .collect(
                Collectors.groupingBy(
                    SuperpositionPlots::across,
                    LinkedHashMap::new,
                    Collectors.averagingDouble(value)));
    return byPlace.entrySet().stream()
        .map(entry -> new Point(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Curve level(String name, double height, List<SuperpositionInstance> instances) {
    return new Curve(
        name,
        Style.PREDICTION,
        List.of(
            new Point(across(instances.get(0)), height),
            new Point(across(instances.get(instances.size() - 1)), height)));
  }

  private static double across(SuperpositionInstance instance) {
    return 1 / instance.probability();
  }
}
