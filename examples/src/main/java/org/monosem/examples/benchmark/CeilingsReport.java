package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast a device runs the operators of a training step, and what that lets a step take.
 *
 * @param shape the sizes
 * @param machine that was measured
 * @param rows an operator each
 * @param limits the least time of a step by each path, in milliseconds
 */
public record CeilingsReport(
    StepShape shape, Machine machine, List<Map<String, Object>> rows, Map<String, Double> limits) {
  private static final double FLOAT = 4;
  private static final int PRODUCTS_DENSE = 5;
  private static final int PRODUCTS_PEER = 6;
  private static final double PASSES_DENSE = 6;
  private static final double PASSES_PEER = 14;
  private static final double PASSES_SPARSE = 2.75;
  private static final int GATHERS = 4;
  private static final int ADAM_BYTES = 28;

  static CeilingsReport of(
      StepShape shape, Machine machine, List<Ceiling> ceilings, Timings timings) {
    Map<String, Double> rates = new LinkedHashMap<>();
    ceilings.forEach(one -> rates.put(one.name(), one.rate(timings.of(one.name()))));
    return new CeilingsReport(
        shape,
        machine,
        ceilings.stream().map(one -> one.toMap(timings.of(one.name()))).toList(),
        limits(shape, rates));
  }

  /**
   * The model: products at the product's rate, passes over {@code [batch, features]} at the copy's,
   * gathers of the active entries' rows at the bag's, and Adam over both weights at its own.
   */
  private static Map<String, Double> limits(StepShape shape, Map<String, Double> rates) {
    double cells = (double) shape.batch() * shape.features();
    double product = 2 * cells * shape.dIn() / rate(rates, Ceilings.PRODUCT);
    double pass = FLOAT * cells / rate(rates, Ceilings.COPY);
    double gather = FLOAT * shape.batch() * shape.l0() * shape.dIn() / rate(rates, Ceilings.BAG);
    double weights = 2.0 * shape.features() * shape.dIn();
    double adam = ADAM_BYTES * weights / rate(rates, Ceilings.ADAM);
    Map<String, Double> limits = new LinkedHashMap<>();
    limits.put("peer_dense_ms", PRODUCTS_PEER * product + PASSES_PEER * pass + adam);
    limits.put("tuned_dense_ms", PRODUCTS_DENSE * product + PASSES_DENSE * pass + adam);
    limits.put("sparse_ms", product + PASSES_SPARSE * pass + GATHERS * gather + adam);
    return limits;
  }

  /** Returns a rate in units a millisecond. */
  private static double rate(Map<String, Double> rates, String name) {
    Double rate = rates.get(name);
    if (rate == null) {
      throw new IllegalArgumentException("no operator " + name + " in " + rates.keySet());
    }
    return 1e6 * rate;
  }

  /** Returns the figures by name; the operators' are beside them, in {@link #rows}. */
  public Map<String, Object> toMap() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("features", shape.features());
    result.put("batch", shape.batch());
    result.put("d_in", shape.dIn());
    result.put("l0", shape.l0());
    result.put("limits", limits);
    result.put("hardware", machine.hardware());
    result.put("versions", Machine.versions());
    return result;
  }
}
