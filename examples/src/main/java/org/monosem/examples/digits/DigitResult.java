package org.monosem.examples.digits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;

/**
 * What the experiment found.
 *
 * @param accuracy of the classifier on the images that it was not trained on
 * @param l0 how many features fire on an image, on average
 * @param explainedVariance of the hidden activations by the dictionary
 * @param neurons of the hidden layer
 * @param features of the dictionary
 */
public record DigitResult(
    double accuracy,
    double l0,
    double explainedVariance,
    PolysemanticityReport neurons,
    PolysemanticityReport features) {

  /** Returns one line for the hidden layer and one for the dictionary. */
  public List<Map<String, Object>> table() {
    return List.of(line(neurons), line(features));
  }

  private static Map<String, Object> line(PolysemanticityReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("set", report.name());
    line.putAll(report.summary().toMap());
    return line;
  }
}
