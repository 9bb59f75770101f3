package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.monosem.core.encoder.Precision;
import org.monosem.core.metric.L0Distribution;
import org.monosem.sae.objective.StepPath;

/**
 * What was measured.
 *
 * @param options what was asked for
 * @param l0 active features a row, as measured
 * @param precision of our encoder's product
 * @param path the one that the trainer chose
 * @param machine what it ran on
 */
public record StepSetting(
    StepOptions options, L0Distribution l0, Precision precision, StepPath path, Machine machine) {

  Map<String, Object> toMap() {
    StepShape shape = options.shape();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("features", shape.features());
    result.put("d_in", shape.dIn());
    result.put("batch", shape.batch());
    result.put("l0", l0.mean());
    result.put("l0_asked", shape.l0());
    result.put("l0_spread", l0.toMap());
    result.put("precision", precision.name());
    result.put("path", path.name());
    result.put("repeats", options.repeats());
    result.put("hardware", machine.hardware());
    result.put("versions", Machine.versions());
    return result;
  }
}
