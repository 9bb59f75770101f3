package org.monosem.sae.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.metric.ExplainedVariance;
import org.monosem.core.metric.L0Distribution;
import org.monosem.core.metric.LossRecovered;

/**
 * What a dictionary does to text of one domain. A position belongs to the domain of its token; the
 * prediction made there counts for that domain, whatever comes next.
 *
 * @param editedPositions the positions whose activations were replaced
 * @param l0 active features at these positions
 * @param explainedVariance at these positions, centred by this domain's own mean
 * @param loss the losses of the runs over all predictions of the domain
 * @param divergence the divergences from the model as it is, at the edited positions
 */
public record DomainReport(
    long editedPositions,
    L0Distribution l0,
    ExplainedVariance explainedVariance,
    LossRecovered loss,
    LossRecovered divergence) {

  /** Returns the figures by name, in nested maps, ready for JSON; NaN and infinities left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("editedPositions", editedPositions);
    fields.put("l0", l0.toMap());
    fields.put("explainedVariance", explainedVariance.toMap());
    fields.put("loss", loss.toMap());
    fields.put("klDivergence", divergence.toMap());
    return Collections.unmodifiableMap(fields);
  }
}
