package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What our step holds in memory.
 *
 * @param before resident bytes of the process before the trainer was made, data included; null
 *     where the system does not tell
 * @param peak the most resident bytes of the process while only our step ran; null as above
 * @param weights bytes of the parameters
 * @param workspace bytes of the buffers that every step uses again
 */
public record MemoryUse(@Nullable Long before, @Nullable Long peak, long weights, long workspace) {

  /** Returns weights, Adam's two moments, the gradient and the workspace, in bytes. */
  long computed() {
    return 4 * weights + workspace;
  }

  @SuppressWarnings("NullAway") // JSON null
  Map<String, Object> toMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("resident_before_bytes", before);
    result.put("resident_peak_bytes", peak);
    result.put("weights_bytes", weights);
    result.put("moments_bytes", 2 * weights);
    result.put("gradient_bytes", weights);
    result.put("workspace_bytes", workspace);
    result.put("computed_bytes", computed());
    return result;
  }
}
