package org.monosem.sae.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.HookPoint;
import org.monosem.core.metric.LossRecovered;
import org.monosem.core.metric.ReconstructionReport;

/**
 * What a dictionary does to the model that its activations come from.
 *
 * @param hook where it was spliced in
 * @param contexts the contexts behind every figure
 * @param positions all positions of these contexts
 * @param editedPositions the positions whose activations were replaced
 * @param loss the losses of the four runs and what is recovered
 * @param reconstruction the metrics of the reconstructions at the edited positions
 */
public record SpliceReport(
    HookPoint hook,
    long contexts,
    long positions,
    long editedPositions,
    LossRecovered loss,
    ReconstructionReport reconstruction) {

  /** Returns the figures by name, in nested maps, ready for JSON; NaN and infinities left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hook", hook.name());
    fields.put("contexts", contexts);
    fields.put("positions", positions);
    fields.put("editedPositions", editedPositions);
    fields.put("loss", loss.toMap());
    fields.put("reconstruction", reconstruction.toMap());
    return Collections.unmodifiableMap(fields);
  }
}
