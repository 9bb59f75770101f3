package org.monosem.examples.toy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.monosem.core.random.Seed;
import org.monosem.examples.plot.CurvePlot;

/**
 * Monosemantic units by the start of the biases and by the number of units: every width is trained
 * with the usual start and with an engineered one. Stopped on the way, it keeps what was measured.
 *
 * @param settings what is trained
 * @param device where
 * @param seed decides the projections, the weights' starts and the data
 */
public record EngineeredExperiment(EngineeredSettings settings, Device device, Seed seed)
    implements ToyExperiment {
  @Override
  public String name() {
    return "engineered";
  }

  @Override
  public String unit() {
    return "steps";
  }

  @Override
  public long rounds() {
    return settings.units().size() * settings.plan().schedule().steps();
  }

  @Override
  public Findings run(IntConsumer progress) {
    long steps = settings.plan().schedule().steps();
    List<EngineeredWidth> widths = new ArrayList<>();
    for (int units : settings.units()) {
      long before = widths.size() * steps;
      EngineeredWidth width =
          EngineeredWidth.trained(
              settings,
              units,
              device,
              seed,
              step -> progress.accept(Math.toIntExact(before + step)));
      widths.add(width);
      if (!width.complete()) {
        break;
      }
    }
    return findings(widths);
  }

  private Findings findings(List<EngineeredWidth> widths) {
    EngineeredWidth shown =
        widths.stream()
            .filter(width -> width.usual().units() == settings.shownUnits())
            .findFirst()
            .orElse(widths.get(widths.size() - 1));
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("widths", widths.stream().map(EngineeredLines::width).toList());
    tables.put("models", widths.stream().flatMap(EngineeredLines::models).toList());
    tables.put("curves", widths.stream().flatMap(EngineeredLines::curves).toList());
    tables.put("residual_spectrum", EngineeredLines.spectrum(shown));
    int features = settings.plan().data().features();
    Map<String, CurvePlot> plots = new LinkedHashMap<>();
    plots.put("engineered-monosemantic", EngineeredPlots.monosemantic(shown, features));
    plots.put("engineered-loss", EngineeredPlots.loss(shown));
    plots.put("engineered-bias", EngineeredPlots.bias(shown));
    plots.put("engineered-width", EngineeredPlots.width(widths, features));
    plots.put("engineered-residual", EngineeredPlots.residual(shown));
    return new Findings(EngineeredLines.figures(settings, widths), tables, plots);
  }
}
