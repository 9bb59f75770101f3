package org.monosem.examples.toy;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.plot.CurvePlot.Axis;
import org.monosem.examples.plot.CurvePlot.Curve;
import org.monosem.examples.plot.CurvePlot.Point;
import org.monosem.examples.plot.CurvePlot.Style;
import org.monosem.sae.toymodel.collision.CollisionCounts;
import org.monosem.sae.toymodel.collision.NoiseCurve;
import org.monosem.sae.toymodel.collision.Sparsification.Moment;

/** The curves of the collisions experiment. */
final class CollisionsPlots {
  private static final Axis TIME = Axis.logarithmic("Time");

  private CollisionsPlots() {}

  static Map<String, CurvePlot> all(
      List<CollisionCounts> counts, List<Moment> row, List<NoiseCurve> noise) {
    return Map.of(
        "collisions", collisions(counts),
        "sparsification-norm", norm(row),
        "sparsification-survivors", survivors(row),
        "noise", noise(noise));
  }

  private static CurvePlot collisions(List<CollisionCounts> counts) {
    List<Point> measured =
        counts.stream().map(c -> new Point(c.setting().units(), c.mean())).toList();
    List<Point> predicted =
        counts.stream().map(c -> new Point(c.setting().units(), c.setting().predicted())).toList();
    return new CurvePlot(
        "Units that the start gave to two of %d features"
            .formatted(counts.get(0).setting().features()),
        Axis.linear("Hidden units m"),
        Axis.linear("Polysemantic units (mean over networks)"),
        List.of(
            new Curve("measured", Style.LINE, measured),
            new Curve("n^2 / (4 m)", Style.PREDICTION, predicted)));
  }

  private static CurvePlot norm(List<Moment> row) {
    return overTime(
        "L1 norm of a row under an L1 term",
        "|w|_1",
        row,
        List.of(
            new Law("simulated", Style.LINE, Moment::norm),
            new Law("1 / (1/sqrt(m) + lambda t)", Style.PREDICTION, Moment::predictedNorm)));
  }

  private static CurvePlot survivors(List<Moment> row) {
    return overTime(
        "Entries of a row that are left under an L1 term",
        "Entries above zero",
        row,
        List.of(
            new Law("simulated", Style.LINE, Moment::survivors),
            new Law("1 / (1/sqrt(m) + lambda t)^2", Style.PREDICTION, Moment::predictedSurvivors)));
  }

  private static CurvePlot noise(List<NoiseCurve> curves) {
    return new CurvePlot(
        "Sparsity of rows under noise on the hidden units",
        Axis.linear("Step"),
        Axis.linear("Sum over units of W_ik^4 (mean over features)"),
        curves.stream().map(CollisionsPlots::curve).toList());
  }

  private static Curve curve(NoiseCurve curve) {
    List<Point> points =
        curve.moments().stream().map(m -> new Point(m.step(), m.fourthPower())).toList();
    return curve.bernoulli()
        ? new Curve("+-" + curve.deviation(), Style.LINE, points)
        : new Curve("normal " + curve.deviation(), Style.LINE, points);
  }

  private static CurvePlot overTime(String title, String up, List<Moment> row, List<Law> laws) {
    Stream<Curve> curves =
        laws.stream()
            .map(
                law ->
                    new Curve(
                        law.name,
                        law.style,
                        row.stream()
                            .map(m -> new Point(m.time(), law.value.applyAsDouble(m)))
                            .toList()));
    return new CurvePlot(title, TIME, Axis.logarithmic(up), curves.toList());
  }

  private record Law(String name, Style style, ToDoubleFunction<Moment> value) {}
}
