package org.monosem.examples.toy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.monosem.sae.toymodel.engineered.EngineeredPlan;
import org.monosem.sae.toymodel.engineered.ResidualBlock;
import org.monosem.sae.toymodel.engineered.ToyMeasurement;

/** The numbers of the experiment on engineered monosemanticity, in lines. */
final class EngineeredLines {
  private EngineeredLines() {}

  static Map<String, Object> figures(EngineeredSettings settings, List<EngineeredWidth> widths) {
    EngineeredPlan plan = settings.plan();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("features", plan.data().features());
    figures.put("dims", plan.data().dims());
    figures.put("density", plan.data().density());
    figures.put("frequency_law", text(plan.data().law()));
    figures.put("task", text(plan.network().task()));
    figures.put("activation", text(plan.network().activation()));
    figures.put("optimiser", text(plan.schedule().optimiser()));
    figures.put("batch", plan.schedule().batch());
    figures.put("steps", plan.schedule().steps());
    figures.put("penalty", plan.schedule().penalty());
    figures.put("learning_rate", settings.learningRate());
    figures.put("initial_bias", settings.initialBias());
    figures.put("bias_decay", settings.biasDecay());
    figures.put("seeds", settings.seeds());
    boolean all = widths.size() == settings.units().size();
    figures.put("complete", all && widths.stream().allMatch(EngineeredWidth::complete));
    return figures;
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** What the start of the biases brings at one width, means over seeds. */
  static Map<String, Object> width(EngineeredWidth width) {
    double usual = width.usual().last(ToyMeasurement::monosemanticUnits);
    double engineered = width.engineered().last(ToyMeasurement::monosemanticUnits);
    double loss = width.usual().last(ToyMeasurement::loss);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("units", width.usual().units());
    line.put("monosemantic_usual", usual);
    line.put("monosemantic_engineered", engineered);
    line.put("distinct_features_engineered", last(width, ToyMeasurement::distinctFeatures));
    line.put("loss_usual", loss);
    line.put("loss_engineered", last(width, ToyMeasurement::loss));
    line.put("loss_ratio", last(width, ToyMeasurement::loss) / loss);
    line.put("residual_cosine_usual", width.usual().residual(ResidualBlock::cosine));
    line.put("residual_cosine_engineered", width.engineered().residual(ResidualBlock::cosine));
    return line;
  }

  private static double last(EngineeredWidth width, ToDoubleFunction<ToyMeasurement> value) {
    return width.engineered().last(value);
  }

  /** Every model at its end. */
  static Stream<Map<String, Object>> models(EngineeredWidth width) {
    return width.both().flatMap(EngineeredLines::models);
  }

  private static Stream<Map<String, Object>> models(EngineeredModels models) {
    return IntStream.range(0, models.histories().size())
        .mapToObj(
            seed -> {
              List<ToyMeasurement> history = models.histories().get(seed);
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("units", models.units());
              line.put("initial_bias", models.initialBias());
              line.put("seed", seed);
              put(line, history.get(history.size() - 1));
              ResidualBlock residual = models.residuals().get(seed);
              line.put("residual_units", residual.units());
              line.put("residual_scale", residual.scale());
              line.put("residual_cosine", residual.cosine());
              return line;
            });
  }

  private static void put(Map<String, Object> line, ToyMeasurement measurement) {
    line.put("step", measurement.step());
    line.put("loss", measurement.loss());
    line.put("monosemantic_units", measurement.monosemanticUnits());
    line.put("distinct_features", measurement.distinctFeatures());
    line.put("silent_units", measurement.silentUnits());
    line.put("mean_bias", measurement.meanBias());
    line.put("monosemantic_bias", measurement.monosemanticBias());
    line.put("polysemantic_bias", measurement.polysemanticBias());
  }

  /** The plotted curves: means over seeds after every measured step. */
  static Stream<Map<String, Object>> curves(EngineeredWidth width) {
    return IntStream.range(0, width.usual().steps().size())
        .mapToObj(
            place -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("units", width.usual().units());
              line.put("step", width.usual().steps().get(place));
              curve(line, "usual", width.usual(), place);
              curve(line, "engineered", width.engineered(), place);
              return line;
            });
  }

  private static void curve(
      Map<String, Object> line, String start, EngineeredModels models, int place) {
    line.put("loss_" + start, models.mean(place, ToyMeasurement::loss));
    line.put("monosemantic_" + start, models.mean(place, ToyMeasurement::monosemanticUnits));
    line.put("bias_" + start, models.mean(place, ToyMeasurement::meanBias));
  }

  /** The singular values of the residual blocks, means over seeds, by rank. */
  static List<Map<String, Object>> spectrum(EngineeredWidth width) {
    List<Map<String, Object>> lines = new ArrayList<>();
    int ranks = width.usual().residuals().get(0).singularValues().size();
    for (int rank = 0; rank < ranks; rank++) {
      int place = rank;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("rank", rank + 1);
      line.put("usual", width.usual().residual(block -> block.singularValues().get(place)));
      line.put(
          "engineered", width.engineered().residual(block -> block.singularValues().get(place)));
      lines.add(line);
    }
    return lines;
  }
}
