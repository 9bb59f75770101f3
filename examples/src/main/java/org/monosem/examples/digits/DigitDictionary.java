package org.monosem.examples.digits;

import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;

/**
 * A dictionary of the experiment.
 *
 * @param l0 how many features fire on an image, on average
 * @param explainedVariance of the hidden activations
 * @param features what its features mean
 */
public record DigitDictionary(double l0, double explainedVariance, PolysemanticityReport features) {

  /** Returns the mean distance of its features' examples. */
  public double meanDistance() {
    return features.summary().distances().mean();
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("l0", l0);
    figures.put("explainedVariance", explainedVariance);
    return figures;
  }
}
