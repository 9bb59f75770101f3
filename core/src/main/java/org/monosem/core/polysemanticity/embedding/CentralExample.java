package org.monosem.core.polysemanticity.embedding;

import java.util.ArrayList;
import java.util.List;

/**
 * The vector that stands for a meaning when meanings are compared: the unit's input {@code z} at
 * the meaning's central example. Immutable.
 */
public final class CentralExample {
  private final int layer;
  private final int unit;
  private final int meaning;
  private final float[] vector;

  private CentralExample(int layer, int unit, int meaning, float[] vector) {
    this.layer = layer;
    this.unit = unit;
    this.meaning = meaning;
    this.vector = vector;
  }

  /**
   * Returns the central examples of all meanings of a layer, unit by unit.
   *
   * @param layer the number that the layer shall have among those compared
   * @param report what was measured
   * @param examples what it was measured of
   * @throws IllegalArgumentException if the report is not about these examples
   */
  public static List<CentralExample> of(
      int layer, PolysemanticityReport report, List<UnitExamples> examples) {
    if (report.units().size() != examples.size()) {
      throw new IllegalArgumentException(
          "examples: expected those of %d units, got %d"
              .formatted(report.units().size(), examples.size()));
    }
    List<CentralExample> all = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      UnitMeanings unit = report.units().get(i);
      UnitExamples of = examples.get(i);
      if (unit.unit() != of.unit() || !unit.examples().equals(of.examples())) {
        throw new IllegalArgumentException(
            "examples: expected those of the report's unit " + unit.unit());
      }
      for (int meaning = 0; meaning < unit.meanings().size(); meaning++) {
        float[] vector = of.input(unit.meanings().get(meaning).central());
        all.add(new CentralExample(layer, unit.unit(), meaning, vector));
      }
    }
    return all;
  }

  /** Returns the layer's number. */
  public int layer() {
    return layer;
  }

  /** Returns the unit's number in its layer. */
  public int unit() {
    return unit;
  }

  /** Returns the meaning's number in its unit. */
  public int meaning() {
    return meaning;
  }

  float[] vector() {
    return vector;
  }
}
