package org.monosem.examples.digits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.polysemanticity.embedding.PolysemanticityReport;

/**
 * What the experiment found.
 *
 * @param accuracy of the classifier on the images that it was not trained on
 * @param neurons of the hidden layer
 * @param dictionary trained as its recipe says
 * @param withTerm the same with the embedding term added to its loss
 */
public record DigitResult(
    double accuracy,
    PolysemanticityReport neurons,
    DigitDictionary dictionary,
    DigitDictionary withTerm) {

  /**
   * Returns a line for the hidden layer and one for each dictionary: what its units mean, and under
   * {@code ratio} the mean distance in units of the hidden layer's.
   */
  public List<Map<String, Object>> table() {
    return List.of(
        line(neurons, Map.of()),
        line(dictionary.features(), dictionary.figures()),
        line(withTerm.features(), withTerm.figures()));
  }

  /** Returns the mean distance of a set's examples in units of the hidden layer's. */
  public double ratio(PolysemanticityReport set) {
    return set.summary().distances().mean() / neurons.summary().distances().mean();
  }

  private Map<String, Object> line(PolysemanticityReport report, Map<String, Object> figures) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("set", report.name());
    line.putAll(report.summary().toMap());
    if (Double.isFinite(ratio(report))) {
      line.put("ratio", ratio(report));
    }
    line.putAll(figures);
    return line;
  }
}
