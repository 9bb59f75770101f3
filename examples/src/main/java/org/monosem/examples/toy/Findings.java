package org.monosem.examples.toy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.examples.plot.CurvePlot;

/**
 * What an experiment found.
 *
 * @param figures its numbers by name, as JSON has them
 * @param tables further ones in lines of one kind, by the table's name
 * @param plots the curves, by the name of the file that they go to
 */
public record Findings(
    Map<String, Object> figures,
    Map<String, List<Map<String, Object>>> tables,
    Map<String, CurvePlot> plots) {

  /** Copies the maps, in their order. */
  public Findings {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    plots = Collections.unmodifiableMap(new LinkedHashMap<>(plots));
  }
}
