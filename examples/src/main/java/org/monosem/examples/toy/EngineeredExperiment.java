package org.monosem.examples.toy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.random.Seed;
import org.monosem.examples.plot.CurvePlot;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;

/**
 * Monosemantic units by the start of the biases and by the number of units: every width is trained
 * with the usual start and with an engineered one. Stopped on the way, it keeps what was measured.
 *
 * @param asked what is trained
 * @param device where
 * @param seed decides the projections, the weights' starts and the data
 */
public record EngineeredExperiment(EngineeredSettings asked, Device device, Seed seed)
    implements ToyExperiment {
  @Override
  public String name() {
    return "engineered";
  }

  @Override
  public RunSettings settings() {
    return RunSettings.of(name()).with("settings", asked).with("seed", seed.value());
  }

  @Override
  public String unit() {
    return Rounds.UNIT;
  }

  @Override
  public long rounds() {
    return Rounds.of(asked.operations());
  }

  @Override
  public Findings run(ToyProgress progress, UnfinishedWork unfinished) {
    Rounds rounds = new Rounds(progress);
    List<EngineeredWidth> widths = new ArrayList<>();
    for (int units : asked.units()) {
      StepListener listener =
          rounds.part(units + " units", asked.plan().schedule().steps(), asked.operations(units));
      EngineeredWidth width = EngineeredWidth.trained(this, units, listener, unfinished);
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
            .filter(width -> width.usual().units() == asked.shownUnits())
            .findFirst()
            .orElse(widths.get(widths.size() - 1));
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("widths", widths.stream().map(EngineeredLines::width).toList());
    tables.put("models", widths.stream().flatMap(EngineeredLines::models).toList());
    tables.put("curves", widths.stream().flatMap(EngineeredLines::curves).toList());
    tables.put("residual_spectrum", EngineeredLines.spectrum(shown));
    int features = asked.plan().data().features();
    Map<String, CurvePlot> plots = new LinkedHashMap<>();
    plots.put("engineered-monosemantic", EngineeredPlots.monosemantic(shown, features));
    plots.put("engineered-loss", EngineeredPlots.loss(shown));
    plots.put("engineered-bias", EngineeredPlots.bias(shown));
    if (widths.size() > 1) {
      plots.put("engineered-width", EngineeredPlots.width(widths, features));
    }
    plots.put("engineered-residual", EngineeredPlots.residual(shown));
    return new Findings(EngineeredLines.figures(asked, widths), tables, plots);
  }
}
