package org.monosem.examples.selftest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a check went, over all rounds.
 *
 * @param check what was checked
 * @param called the kernels that it called, by name
 * @param difference the largest difference from the reference, as a share of the array's largest
 *     value; infinite if a value was NaN, not written, or of another shape
 * @param problem what a kernel threw, empty if nothing
 */
public record Outcome(
    KernelCheckName check, Set<String> called, double difference, String problem) {

  /**
   * Which check it was.
   *
   * @param text the kernels' resource below {@code org/monosem}
   * @param name what was run
   * @param tolerance the largest difference allowed
   */
  public record KernelCheckName(String text, String name, double tolerance) {}

  /** Copies the names. */
  public Outcome {
    called = Set.copyOf(called);
  }

  /** Returns whether all went well. */
  public boolean passed() {
    return problem.isEmpty() && difference <= check.tolerance();
  }

  /** Returns the outcome of these rounds and others of the same check. */
  Outcome and(Outcome other) {
    String first = problem.isEmpty() ? other.problem : problem;
    return new Outcome(check, called, Math.max(difference, other.difference), first);
  }

  /** Returns everything by name, for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", check.text());
    map.put("kernel", check.name());
    map.put("difference", difference);
    map.put("tolerance", check.tolerance());
    map.put("passed", passed());
    map.put("problem", problem);
    return map;
  }
}
