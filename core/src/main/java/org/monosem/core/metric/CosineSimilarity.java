package org.monosem.core.metric;

import java.util.Map;

/**
 * The direction of reconstructions against that of their inputs.
 *
 * @param rows the rows behind the figure
 * @param mean {@code x · x̂ / (|x| |x̂|)}, mean over rows; a row where either is the zero vector
 *     counts as 0; NaN without rows
 * @param zeroRows how many rows had a zero vector on either side
 */
public record CosineSimilarity(long rows, double mean, long zeroRows) {

  /** Returns the figures by name; those that are not finite are left out. */
  public Map<String, Object> toMap() {
    return new FieldMap().put("rows", rows).put("mean", mean).put("zeroRows", zeroRows).toMap();
  }
}
