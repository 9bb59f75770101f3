package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * What the operators of a step work on: rows, weights, and the active entries of a batch whose
 * features fire by a power law.
 *
 * @param rows {@code [batch, dIn]}
 * @param weights {@code [features, dIn]}
 * @param tile pre-activations of the first rows, {@code [tile, features]}: positive where an entry
 *     is, negative elsewhere
 * @param columns the feature of each entry, int32 {@code [entries]}, row by row
 * @param rowOf the row of each entry, int32 {@code [entries]}
 * @param offsets where each row's entries begin, int32 {@code [batch + 1]}
 * @param values of the entries, {@code [entries]}
 */
record CeilingArrays(
    NDArray rows,
    NDArray weights,
    NDArray tile,
    NDArray columns,
    NDArray rowOf,
    NDArray offsets,
    NDArray values) {
  /** As many pre-activations as a step's tile has on a device, at most. */
  private static final long TILE = 1L << 27;

  static CeilingArrays make(NDManager owner, KernelModule kernels, StepShape shape, Seed seed) {
    int[] offsets = new int[shape.batch() + 1];
    int[] columns = columns(shape, seed, offsets);
    int[] rowOf = new int[columns.length];
    for (int row = 0; row < shape.batch(); row++) {
      Arrays.fill(rowOf, offsets[row], offsets[row + 1], row);
    }
    return new CeilingArrays(
        owner.ones(new Shape(shape.batch(), shape.dIn())),
        owner.ones(new Shape(shape.features(), shape.dIn())),
        tile(owner, kernels, shape, rowOf, columns),
        owner.create(columns),
        owner.create(rowOf),
        owner.create(offsets),
        owner.ones(new Shape(columns.length)));
  }

  /** Returns how many entries there are. */
  long entries() {
    return columns.size();
  }

  private static NDArray tile(
      NDManager owner, KernelModule kernels, StepShape shape, int[] rowOf, int[] columns) {
    long features = shape.features();
    long rows = Math.min(shape.batch(), Math.max(1, TILE / features));
    NDArray tile = owner.full(new Shape(rows, features), -1f);
    long[] places =
        IntStream.range(0, columns.length)
            .filter(entry -> rowOf[entry] < rows)
            .mapToLong(entry -> rowOf[entry] * features + columns[entry])
            .toArray();
    try (NDManager scope = owner.newSubManager()) {
      kernels.call(scope, "mark", tile, scope.create(places));
    }
    return tile;
  }

  /** Deals every feature as many rows as it fires on, and tells where each row's begin. */
  private static int[] columns(StepShape shape, Seed seed, int[] offsets) {
    long[] counts = FeatureFrequencies.counts(FeatureFrequencies.of(shape, seed), shape.batch());
    int[] rows = new int[Math.toIntExact(Arrays.stream(counts).sum())];
    SplittableRandom random = seed.named("rows").random();
    for (int entry = 0; entry < rows.length; entry++) {
      rows[entry] = random.nextInt(shape.batch());
      offsets[rows[entry] + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    int[] next = offsets.clone();
    int[] columns = new int[rows.length];
    int entry = 0;
    for (int feature = 0; feature < counts.length; feature++) {
      for (long i = 0; i < counts[feature]; i++) {
        columns[next[rows[entry++]]++] = feature;
      }
    }
    return columns;
  }
}
