package org.monosem.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.sae.training.ComputePlan;

/**
 * What the measurement of the chosen paths came to.
 *
 * @param options what was asked for
 * @param compute the precision and the costs that decided
 * @param points one for each shape
 * @param machine what it ran on
 */
public record DensityReport(
    DensityOptions options, ComputePlan compute, List<DensityPoint> points, Machine machine) {

  /** Copies the list. */
  public DensityReport {
    points = List.copyOf(points);
  }

  /** Returns the most time that a chosen path took in units of our own dense path's. */
  public double worstVsDense() {
    return points.stream().mapToDouble(DensityPoint::chosenVsDense).max().orElseThrow();
  }

  /** Returns the figures that hold for all points, by name. */
  public Map<String, Object> toMap() {
    StepShape shape = options.shapes().get(0);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("features", shape.features());
    result.put("d_in", shape.dIn());
    result.put("batch", shape.batch());
    result.put("precision", compute.precision().name());
    result.put("costs", compute.costs().toString());
    result.put("repeats", options.repeats());
    result.put("worst_chosen_vs_dense", worstVsDense());
    result.put("hardware", machine.hardware());
    result.put("versions", Machine.versions());
    return result;
  }

  /** Returns the figures of each point by name. */
  public List<Map<String, Object>> rows() {
    return points.stream().map(DensityPoint::toMap).toList();
  }
}
