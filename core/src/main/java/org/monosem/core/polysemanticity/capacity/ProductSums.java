package org.monosem.core.polysemanticity.capacity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.monosem.core.FeatureActivations;
import org.monosem.core.kernel.KernelModule;

/** Sums the products of all pairs of units, {@code [units, units]}, however many rows there are. */
final class ProductSums implements CoActivity {
  private static final KernelModule KERNELS = KernelModule.load(ProductSums.class, "capacity.py");

  private static final int BLOCK = 1024;

  /** Pairs of active features added at once, where a row does not have more by itself. */
  private static final int PAIRS = 1 << 20;

  private final NDManager own;
  private final NDArray gram;
  private final int units;

  ProductSums(int units, NDManager manager) {
    this.units = units;
    this.own = manager.newSubManager();
    this.gram = own.zeros(new Shape(units, units), DataType.FLOAT64);
  }

  @Override
  public void add(NDArray activations) {
    KERNELS.run("add_gram", gram, activations);
  }

  /** The cost is the sum of the squares of the rows' L0, not of the units. */
  @Override
  public void add(FeatureActivations features) {
    int begin = 0;
    while (begin < features.rows()) {
      int end = begin + 1;
      long pairs = pairs(features, begin);
      while (end < features.rows() && pairs + pairs(features, end) <= PAIRS) {
        pairs += pairs(features, end);
        end++;
      }
      addPairs(features, begin, end, (int) pairs);
      begin = end;
    }
  }

  private static long pairs(FeatureActivations features, int row) {
    long l0 = features.end(row) - (long) features.begin(row);
    return l0 * l0;
  }

  private void addPairs(FeatureActivations features, int from, int to, int pairs) {
    long[] places = new long[pairs];
    double[] products = new double[pairs];
    int at = 0;
    for (int row = from; row < to; row++) {
      for (int i = features.begin(row); i < features.end(row); i++) {
        for (int j = features.begin(row); j < features.end(row); j++) {
          places[at] = (long) features.feature(i) * units + features.feature(j);
          products[at] = (double) features.value(i) * features.value(j);
          at++;
        }
      }
    }
    try (NDManager scope = own.newSubManager()) {
      KERNELS.run("add_pairs", gram, scope.create(places), scope.create(products));
    }
  }

  @Override
  public long room() {
    return Long.MAX_VALUE;
  }

  @Override
  public void addAll(CoActivity other) {
    gram.addi(((ProductSums) other).gram);
  }

  @Override
  public double[] capacities(boolean directions) {
    try (NDManager scope = own.newSubManager()) {
      return KERNELS
          .callForArray(scope, "gram_capacities", gram, directions, BLOCK)
          .toDoubleArray();
    }
  }

  @Override
  public void close() {
    own.close();
  }
}
