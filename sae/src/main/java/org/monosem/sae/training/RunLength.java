package org.monosem.sae.training;

/**
 * How long a run is.
 *
 * @param steps optimiser steps, at least 1
 * @param batch rows a step, at least 1
 */
public record RunLength(long steps, int batch) {
  /** The run of Towards Monosemanticity (2023). */
  public static final RunLength TOWARDS_MONOSEMANTICITY_2023 = new RunLength(1_000_000, 8192);

  /** The run of the April update (2024). */
  public static final RunLength APRIL_UPDATE_2024 = new RunLength(200_000, 4096);

  /** The runs of SAEBench's dictionaries (2025): 500 million tokens. */
  public static final RunLength SAEBENCH_2025 = new RunLength(244_140, 2048);

  /**
   * Checks both numbers.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public RunLength {
    Check.atLeast("steps", 1, steps);
    Check.atLeast("batch", 1, batch);
  }

  /** Returns {@code steps * batch}. */
  public long rows() {
    return steps * batch;
  }
}
