package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.random.Seed;

/**
 * Measures how fast a device runs each operator that a training step is made of, at a step's sizes,
 * in turns: what no step can go beyond, and which of two operators for one job is the faster.
 */
public final class Ceilings {
  static final String PRODUCT = "product, float32 as the device is set";
  static final String COPY = "copy";
  static final String BAG = "gather and sum by row (embedding_bag)";
  static final String ADAM = "fused Adam";

  private static final KernelModule KERNELS = KernelModule.load(Ceilings.class, "ceilings.py");
  private static final double GIGA = 1e9;
  private static final int FLOAT = 4;
  private static final int LONG = 8;
  private static final int OPERATORS = 40;

  /** The weight, gradient and moments are read, weight and moments written. */
  private static final int ADAM_BYTES = 28;

  private final NDManager manager;
  private final StepShape shape;
  private final CeilingArrays arrays;
  private final List<Ceiling> all = new ArrayList<>();

  private Ceilings(NDManager manager, StepShape shape, Seed seed) {
    this.manager = manager;
    this.shape = shape;
    this.arrays = CeilingArrays.make(manager, KERNELS, shape, seed);
  }

  /**
   * Measures.
   *
   * @param parent whose device is measured
   * @param shape the sizes of the step
   * @param repeats turns of each operator
   * @param afterRound hears how many rounds are done; may throw to end the measurement
   */
  public static CeilingsReport measure(
      NDManager parent, StepShape shape, int repeats, Seed seed, IntConsumer afterRound) {
    try (NDManager manager = parent.newSubManager();
        Race race = new Race()) {
      List<Ceiling> ceilings = new Ceilings(manager, shape, seed).list();
      ceilings.forEach(ceiling -> race.enter(ceiling.name(), ceiling.contender()));
      race.run(repeats, afterRound);
      return CeilingsReport.of(shape, Machine.of(manager.getDevice()), ceilings, race.timings());
    }
  }

  private List<Ceiling> list() {
    dense();
    memory();
    sparse();
    found();
    return all;
  }

  private void dense() {
    long tile = arrays.tile().getShape().get(0);
    NDArray rows = arrays.rows().get("0:" + tile);
    NDArray out = manager.zeros(arrays.tile().getShape());
    double gflop = 2.0 * tile * shape.dIn() * shape.features() / GIGA;
    add(PRODUCT, gflop, Ceiling.Unit.GFLOP, "product", rows, arrays.weights(), out);
    add("product, bfloat16", gflop, Ceiling.Unit.GFLOP, "product_bfloat16", rows, arrays.weights());
    NDArray few = manager.zeros(new Shape(8));
    add("operators on next to nothing", OPERATORS, Ceiling.Unit.LAUNCHES, "launches", few);
  }

  private void memory() {
    NDArray into = manager.zeros(arrays.tile().getShape());
    bytes(COPY, 2.0 * FLOAT * into.size(), "copy", arrays.tile(), into);
    long gathered = Math.min(arrays.entries(), 1 << 18);
    NDArray some = arrays.columns().get("0:" + gathered).toType(DataType.INT64, false);
    bytes(
        "gather of weights' rows (index_select)",
        2.0 * FLOAT * gathered * shape.dIn(),
        "gather",
        arrays.weights(),
        some,
        manager.zeros(new Shape(gathered, shape.dIn())));
    all.add(adam());
  }

  private void sparse() {
    double read = (double) FLOAT * arrays.entries() * shape.dIn();
    NDArray weights = arrays.weights();
    NDArray columns = arrays.columns();
    NDArray offsets = arrays.offsets();
    NDArray values = arrays.values();
    bytes(BAG, read, "embedding_bag", weights, columns, offsets, values);
    bytes("the same, sparse product (CSR)", read, "spmm", weights, columns, offsets, values);
    bytes(
        "products at entries (embedding_bag's gradient)",
        read,
        "bag_products",
        arrays.rows(),
        weights,
        columns,
        offsets,
        arrays.rowOf());
    bytes(
        "the same, sparse_sampled_addmm (CSR)",
        read,
        "sampled_addmm",
        arrays.rows(),
        weights,
        columns,
        offsets,
        values);
  }

  private void found() {
    NDArray tile = arrays.tile();
    double read = (double) FLOAT * tile.size();
    bytes("what is positive (nonzero)", read, "nonzero", tile);
    long capacity = Math.max(1, (long) (1.5 * shape.l0() * tile.getShape().get(0)));
    bytes("the same, nonzero_static", read, "nonzero_static", tile, capacity);
    double sorted = (2.0 * FLOAT + LONG) * arrays.entries();
    bytes("entries in the order of features (sort)", sorted, "sort", arrays.columns());
  }

  private Ceiling adam() {
    List<NDArray> steps =
        Stream.generate(() -> manager.full(new Shape(), 1, DataType.FLOAT32)).limit(2).toList();
    Object[] lists = {weights(), weights(), weights(), weights(), steps};
    double amount = (double) ADAM_BYTES * 2 * shape.features() * shape.dIn() / GIGA;
    return new Ceiling(
        ADAM,
        amount,
        Ceiling.Unit.GIGABYTE,
        repeated((scope, times) -> KERNELS.call(scope, "adam", with(lists, times)).get(0)));
  }

  /** Two arrays of the encoder's and the decoder's shape. */
  private List<NDArray> weights() {
    return Stream.generate(() -> manager.ones(arrays.weights().getShape())).limit(2).toList();
  }

  private void bytes(String name, double bytes, String kernel, Object... arguments) {
    add(name, bytes / GIGA, Ceiling.Unit.GIGABYTE, kernel, arguments);
  }

  private void add(
      String name, double amount, Ceiling.Unit unit, String kernel, Object... arguments) {
    all.add(
        new Ceiling(
            name,
            amount,
            unit,
            repeated(
                (scope, times) -> KERNELS.callForArray(scope, kernel, with(arguments, times)))));
  }

  private Contender repeated(BiFunction<NDManager, Integer, NDArray> work) {
    return times -> {
      try (NDManager scope = manager.newSubManager()) {
        KERNELS.callForArray(scope, "first", work.apply(scope, times)).getFloat();
      }
    };
  }

  private static Object[] with(Object[] arguments, int times) {
    return Stream.concat(Stream.of(arguments), Stream.of(times)).toArray();
  }
}
