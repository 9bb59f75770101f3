package org.monosem.sae.toymodel.engineered;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.monosem.core.random.Seed;

/**
 * The arrays of several runs, run by run along axis 0, as they are at the start.
 *
 * @param parameters {@code L1 [runs, units, dims]}, {@code b [runs, units]}, {@code L2 [runs, out,
 *     units]}
 * @param first moments, of the same shapes
 * @param second moments
 * @param projection {@code P [runs, features, dims]}
 * @param target {@code Q [runs, features, out]} of a re-projector, otherwise {@code P}, unused
 * @param rates {@code [runs]}: the peak learning rates
 * @param keep {@code [runs]}: what biases are multiplied by in a step of the first half
 */
record RunArrays(
    NDList parameters,
    NDList first,
    NDList second,
    NDArray projection,
    NDArray target,
    NDArray rates,
    NDArray keep) {

  /** Makes them for a manager, which owns them. */
  static RunArrays start(NDManager manager, EngineeredPlan plan, List<ToyRun> runs) {
    int dims = plan.data().dims();
    int units = plan.network().units();
    int out = plan.outputs();
    int count = runs.size();
    double bound = 1 / Math.sqrt(dims);
    NDArray l1 = uniform(manager, runs, "l1", bound, new Shape(count, units, dims));
    NDArray bias = uniform(manager, runs, "bias", bound, new Shape(count, units));
    try (NDArray added = perRun(manager, runs, ToyRun::initialBias)) {
      bias.addi(added.expandDims(1));
    }
    NDArray l2 = uniform(manager, runs, "l2", 1 / Math.sqrt(units), new Shape(count, out, units));
    NDList parameters = new NDList(l1, bias, l2);
    NDArray projection = projections(manager, plan.data(), runs, "projection");
    return new RunArrays(
        parameters,
        zeros(parameters),
        zeros(parameters),
        projection,
        plan.network().task() == ToyTask.RE_PROJECTOR
            ? projections(manager, plan.data(), runs, "target")
            : projection,
        perRun(manager, runs, ToyRun::learningRate),
        perRun(manager, runs, run -> 1 - run.biasDecay() * run.learningRate()));
  }

  private static NDList zeros(NDList parameters) {
    NDList zeros = new NDList();
    parameters.forEach(array -> zeros.add(array.zerosLike()));
    return zeros;
  }

  /** PyTorch's start of a linear layer: uniform within the bound, of each run's own seed. */
  private static NDArray uniform(
      NDManager manager, List<ToyRun> runs, String name, double bound, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    int each = values.length / runs.size();
    for (int r = 0; r < runs.size(); r++) {
      SplittableRandom random = runs.get(r).seed().named(name).random();
      for (int i = 0; i < each; i++) {
        values[r * each + i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    return owned(manager, values, shape);
  }

  private static NDArray projections(
      NDManager manager, ToyData data, List<ToyRun> runs, String name) {
    Shape shape = new Shape(runs.size(), data.features(), data.dims());
    float[] values = new float[Math.toIntExact(shape.size())];
    int next = 0;
    for (ToyRun run : runs) {
      Seed seed = run.seed().named(name);
      for (double[] row : RandomProjection.of(data.features(), data.dims(), seed).getData()) {
        for (double value : row) {
          values[next++] = (float) value;
        }
      }
    }
    return owned(manager, values, shape);
  }

  private static NDArray perRun(
      NDManager manager, List<ToyRun> runs, ToDoubleFunction<ToyRun> value) {
    float[] values = new float[runs.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(runs.get(i));
    }
    return owned(manager, values, new Shape(values.length));
  }

  /** Returns what training changes, by name. */
  Map<String, NDArray> trained() {
    Map<String, NDArray> trained = new LinkedHashMap<>();
    List<String> names = List.of("l1", "bias", "l2");
    for (int i = 0; i < names.size(); i++) {
      trained.put(names.get(i), parameters.get(i));
      trained.put("first_moment." + names.get(i), first.get(i));
      trained.put("second_moment." + names.get(i), second.get(i));
    }
    return trained;
  }

  /** Copies one run's model for another manager. */
  ToyWeights weights(int run, NDManager owner, ToyTask task) {
    NDArray[] copies =
        List.of(parameters.get(0), parameters.get(1), parameters.get(2), projection).stream()
            .map(array -> copy(array, run, owner))
            .toArray(NDArray[]::new);
    NDArray wanted =
        task == ToyTask.RE_PROJECTOR ? copy(target, run, owner) : identity(owner, copies[3]);
    return new ToyWeights(copies[0], copies[1], copies[2], copies[3], wanted);
  }

  private static NDArray identity(NDManager owner, NDArray projection) {
    return owner.eye((int) projection.getShape().get(0));
  }

  private static NDArray copy(NDArray array, int run, NDManager owner) {
    try (NDArray view = array.get(run)) {
      NDArray copy = view.duplicate();
      copy.attach(owner);
      return copy;
    }
  }

  /** Arrays made from Java's numbers share their memory: keep a copy. */
  private static NDArray owned(NDManager manager, float[] values, Shape shape) {
    try (NDArray aliasing = manager.create(values, shape)) {
      return aliasing.duplicate();
    }
  }
}
