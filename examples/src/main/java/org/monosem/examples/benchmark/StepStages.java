package org.monosem.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.monosem.core.encoder.ActiveEntries;
import org.monosem.core.encoder.Precision;
import org.monosem.core.encoder.ReluEncoder;
import org.monosem.core.kernel.KernelModule;
import org.monosem.sae.objective.L1Objective;
import org.monosem.sae.training.Adam;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingPlan;

/**
 * The stages of our sparse step, each alone: the very kernels that the step calls, on the problem's
 * rows and weights.
 *
 * <ul>
 *   <li>{@link #PRODUCT}: the encoder's dense product, written tile by tile into one buffer
 *   <li>{@link #ENCODER}: that product and finding what is active, in the asked precision
 *   <li>{@link #DECODE}: reconstruction, error and the active entries' gradients
 *   <li>{@link #GRADIENTS}: sorting by feature and the gradients of all weights
 *   <li>{@link #OPTIMISER}: decoder constraint and Adam
 * </ul>
 */
final class StepStages {
  static final String PRODUCT = "stage: encoder product";
  static final String ENCODER = "stage: encoder, with compaction";
  static final String DECODE = "stage: decode and error";
  static final String GRADIENTS = "stage: weight gradients";
  static final String OPTIMISER = "stage: optimiser";
  static final Set<String> NAMES = Set.of(PRODUCT, ENCODER, DECODE, GRADIENTS, OPTIMISER);

  private static final KernelModule PRODUCTS = KernelModule.load(StepStages.class, "product.py");
  private static final KernelModule OBJECTIVE = KernelModule.load(L1Objective.class, "l1.py");
  private static final KernelModule ADAM = KernelModule.load(SaeTrainer.class, "adam.py");

  /** Columns of a table gathered at a time, as the objective does it on a CPU. */
  private static final int CPU_BLOCK = 64;

  private final NDManager manager;
  private final TrainingPlan plan;
  private final NDArray rows;
  private final NDArray centred;
  private final List<NDArray> weights;
  private final NDArray noHotFeatures;
  private final ReluEncoder encoder;

  private StepStages(StepProblem problem, Precision precision) {
    this.rows = problem.rows();
    this.manager = rows.getManager().newSubManager();
    this.plan = TrainerStep.plan(problem, precision);
    this.weights = copies(problem.weights());
    this.centred = OBJECTIVE.callForArray(manager, "centred", rows, weights, true);
    this.noHotFeatures = manager.create(new long[0]);
    ReluEncoder.Sizes sizes = TrainerStep.sizes(plan, problem.dictionary().dIn());
    this.encoder = ReluEncoder.of(manager, precision, sizes, DataType.FLOAT32);
  }

  /** Returns every stage by its name, in the order of a step; the problem's manager owns them. */
  static Map<String, Contender> of(StepProblem problem, Precision precision) {
    StepStages stages = new StepStages(problem, precision);
    ActiveEntries active = stages.encode(stages.manager);
    List<NDArray> entries =
        List.of(active.rows(), active.features(), active.values(), active.missed());
    NDList decoded = stages.decode(stages.manager, entries);
    NDList gradient = stages.gradient(stages.manager, entries, decoded);
    Map<String, Contender> result = new LinkedHashMap<>();
    result.put(PRODUCT, stages.product());
    result.put(ENCODER, stages.repeated(stages::encode));
    result.put(DECODE, stages.repeated(scope -> await(scope, stages.decode(scope, entries))));
    result.put(
        GRADIENTS,
        stages.repeated(scope -> await(scope, stages.gradient(scope, entries, decoded))));
    result.put(OPTIMISER, stages.optimiser(gradient));
    return result;
  }

  /** The dense product alone, in the number format that the encoder's own has. */
  private Contender product() {
    boolean low =
        encoder.precision() == Precision.BF16 || encoder.precision() == Precision.FP32_VIA_BF16;
    NDArray wEnc = weights.get(0);
    NDArray buffer = manager.zeros(new Shape(plan.compute().tileRows(), plan.dSae()));
    NDArray w = low ? PRODUCTS.callForArray(manager, "to_bfloat16", wEnc) : wEnc;
    NDArray into = low ? PRODUCTS.callForArray(manager, "to_bfloat16", buffer) : buffer;
    return repeated(scope -> await(scope, PRODUCTS.call(scope, "tiles", centred, w, into)));
  }

  private ActiveEntries encode(NDManager scope) {
    encoder.refresh(weights.get(0), weights.get(1));
    return encoder.encode(scope, centred, weights.get(0), weights.get(1));
  }

  private NDList decode(NDManager scope, List<NDArray> entries) {
    return OBJECTIVE.call(
        scope,
        "decode",
        centred,
        rows,
        weights,
        entries,
        false,
        noHotFeatures,
        false,
        block(),
        false,
        oneSource(),
        1.0,
        plan.recipe().objective().coefficient());
  }

  private NDList gradient(NDManager scope, List<NDArray> entries, NDList decoded) {
    return OBJECTIVE.call(
        scope,
        "sparse_gradient",
        centred,
        rows,
        weights,
        entries,
        decoded,
        false,
        noHotFeatures,
        block(),
        block(),
        true,
        false,
        oneSource(),
        1.0,
        plan.recipe().objective().coefficient());
  }

  private long[] oneSource() {
    return new long[] {rows.getShape().get(1)};
  }

  private Contender optimiser(NDList all) {
    List<NDArray> gradient = all.subList(0, weights.size());
    List<NDArray> first = zeros();
    List<NDArray> second = zeros();
    List<NDArray> steps =
        Stream.generate(() -> manager.full(new Shape(), 0, DataType.FLOAT32))
            .limit(weights.size())
            .toList();
    NDArray missed = manager.zeros(new Shape(), DataType.INT64);
    NDArray halt = manager.zeros(new Shape());
    Adam adam = plan.recipe().adam();
    return repeated(
        scope ->
            await(
                scope,
                ADAM.call(
                    scope,
                    "step",
                    weights,
                    gradient,
                    first,
                    second,
                    steps,
                    missed,
                    halt,
                    adam.learningRate(),
                    adam.beta1(),
                    adam.beta2(),
                    adam.epsilon(),
                    plan.recipe().clipNorm(),
                    true)));
  }

  private Contender repeated(Consumer<NDManager> stage) {
    return times -> {
      for (int i = 0; i < times; i++) {
        try (NDManager scope = manager.newSubManager()) {
          stage.accept(scope);
        }
      }
    };
  }

  /** Returns once a device has computed the first of the results, and so all before it. */
  private static void await(NDManager scope, NDList results) {
    PRODUCTS.callForArray(scope, "first", results.get(0)).getFloat();
  }

  private int block() {
    return rows.getDevice().isGpu() ? Math.toIntExact(rows.getShape().get(1)) : CPU_BLOCK;
  }

  private List<NDArray> copies(List<NDArray> arrays) {
    List<NDArray> copies = arrays.stream().map(NDArray::duplicate).toList();
    copies.forEach(copy -> copy.attach(manager));
    return copies;
  }

  private List<NDArray> zeros() {
    return weights.stream().map(w -> manager.zeros(w.getShape())).toList();
  }
}
