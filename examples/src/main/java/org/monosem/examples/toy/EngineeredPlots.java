package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.examples.plot.CurvePlot.Axis;
import org.monosem.examples.plot.CurvePlot.Curve;
import org.monosem.examples.plot.CurvePlot.Point;
import org.monosem.examples.plot.CurvePlot.Style;
import org.monosem.sae.toymodel.engineered.ResidualBlock;
import org.monosem.sae.toymodel.engineered.ToyMeasurement;

/** The curves of the experiment on engineered monosemanticity; all are means over seeds. */
final class EngineeredPlots {
  private static final Axis STEPS = Axis.linear("log2 of training steps");

  private EngineeredPlots() {}

  static CurvePlot monosemantic(EngineeredWidth width, int features) {
    List<Curve> curves =
        width.both().map(models -> curve(models, "", Style.LINE, m -> share(m, features))).toList();
    return new CurvePlot(
        title("Monosemantic units", width),
        STEPS,
        Axis.linear("Monosemantic units / features"),
        curves);
  }

  private static double share(ToyMeasurement measurement, int features) {
    return (double) measurement.monosemanticUnits() / features;
  }

  static CurvePlot loss(EngineeredWidth width) {
    List<Curve> curves =
        width.both().map(models -> curve(models, "", Style.LINE, ToyMeasurement::loss)).toList();
    return new CurvePlot(
        title("Loss", width), STEPS, Axis.logarithmic("Loss (sum over outputs)"), curves);
  }

  static CurvePlot bias(EngineeredWidth width) {
    List<Curve> curves = new ArrayList<>();
    width
        .both()
        .forEach(
            models -> {
              curves.add(curve(models, ", all", Style.LINE, ToyMeasurement::meanBias));
              curves.add(
                  curve(models, ", monosemantic", Style.MARKS, ToyMeasurement::monosemanticBias));
            });
    return new CurvePlot(title("Mean bias", width), STEPS, Axis.linear("Mean bias"), curves);
  }

  /** One point a step; steps at which no seed has the number are left out. */
  private static Curve curve(
      EngineeredModels models, String what, Style style, ToDoubleFunction<ToyMeasurement> value) {
    List<Point> points =
        IntStream.range(0, models.steps().size())
            .mapToObj(i -> new Point(log2(models.steps().get(i)), models.mean(i, value)))
            .filter(point -> Double.isFinite(point.y()))
            .toList();
    return new Curve(models.start() + what, style, points);
  }

  private static double log2(long step) {
    return Math.log((double) step) / Math.log(2);
  }

  static CurvePlot width(List<EngineeredWidth> widths, int features) {
    List<Curve> curves = new ArrayList<>();
    for (Function<EngineeredWidth, EngineeredModels> kind :
        List.<Function<EngineeredWidth, EngineeredModels>>of(
            EngineeredWidth::usual, EngineeredWidth::engineered)) {
      List<EngineeredModels> models = widths.stream().map(kind).toList();
      curves.add(across(models, "", Style.LINE, m -> share(m, features)));
      curves.add(
          across(
              models,
              ", features",
              Style.PREDICTION,
              m -> (double) m.distinctFeatures() / features));
    }
    return new CurvePlot(
        "Monosemantic units by width, and the distinct features that they are for (dashed)",
        Axis.linear("Units"),
        Axis.linear("Count / features"),
        curves);
  }

  private static Curve across(
      List<EngineeredModels> widths,
      String what,
      Style style,
      ToDoubleFunction<ToyMeasurement> value) {
    List<Point> points =
        widths.stream().map(models -> new Point(models.units(), models.last(value))).toList();
    return new Curve(widths.get(0).start() + what, style, points);
  }

  static CurvePlot residual(EngineeredWidth width) {
    List<Curve> curves = new ArrayList<>();
    width
        .both()
        .forEach(
            models -> {
              int ranks = models.residuals().get(0).singularValues().size();
              double scale = models.residual(ResidualBlock::scale);
              curves.add(
                  new Curve(
                      models.start(),
                      Style.LINE,
                      points(ranks, i -> models.residual(b -> b.singularValues().get(i)))));
              curves.add(
                  new Curve(
                      models.start() + ", identity", Style.PREDICTION, points(ranks, i -> scale)));
            });
    return new CurvePlot(
        title("Singular values of the polysemantic units' block", width),
        Axis.linear("Rank"),
        Axis.linear("Singular value"),
        curves);
  }

  private static List<Point> points(int ranks, Function<Integer, Double> value) {
    return IntStream.range(0, ranks).mapToObj(i -> new Point(i + 1, value.apply(i))).toList();
  }

  private static String title(String what, EngineeredWidth width) {
    return "%s, %d units".formatted(what, width.usual().units());
  }
}
