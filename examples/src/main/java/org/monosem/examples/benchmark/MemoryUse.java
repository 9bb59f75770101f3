package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.MemoryEstimate;

/**
 * What our step holds in memory.
 *
 * @param before resident bytes of the process before the trainer was made, data included; null
 *     where the system does not tell
 * @param peak the most resident bytes of the process while only our step ran; null as above
 * @param computed what the step holds by its plan: an upper bound, active pairs at the most that
 *     the plan allows
 */
public record MemoryUse(@Nullable Long before, @Nullable Long peak, MemoryEstimate computed) {

  @SuppressWarnings("NullAway") // JSON null
  Map<String, Object> toMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("resident_before_bytes", before);
    result.put("resident_peak_bytes", peak);
    result.put("weights_bytes", computed.parameters());
    result.put("moments_bytes", computed.moments());
    result.put("gradient_bytes", computed.gradients());
    result.put("workspace_bytes", computed.workspace());
    result.put("pairs_at_most_bytes", computed.pairs());
    result.put("computed_bytes", computed.total());
    return result;
  }
}
