package org.monosem.sae.toymodel.superposition;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.kernel.KernelModule;
import org.monosem.core.polysemanticity.capacity.FeatureCapacity;
import org.monosem.core.polysemanticity.capacity.SemiOrthogonalBlocks;
import org.monosem.core.random.Seed;
import org.monosem.sae.toymodel.ChunkedSteps;
import org.monosem.sae.toymodel.ResumableTraining;
import org.monosem.sae.toymodel.RunSettings;
import org.monosem.sae.toymodel.StepListener;
import org.monosem.sae.toymodel.ToyCheckpoint;

/**
 * Trains the ReLU autoencoders of a setting together; the package's description has the model. For
 * one thread at a time.
 */
public final class SuperpositionTrainer implements ResumableTraining {
  private static final KernelModule KERNELS =
      KernelModule.load(SuperpositionTrainer.class, "superposition.py");

  private final SuperpositionSetting setting;
  private final SuperpositionTraining training;
  private final Seed seed;
  private final NDManager manager;
  private final NDList parameters;
  private final NDList first = new NDList();
  private final NDList second = new NDList();
  private final NDList steps = new NDList();
  private final NDArray importances;
  private final NDArray probabilities;
  private final NDArray losses;
  private long done;

  /**
   * Prepares models at their start.
   *
   * @param device where they are trained
   * @param setting which models
   * @param training how
   * @param seed decides the start and the features of every step
   */
  public SuperpositionTrainer(
      Device device, SuperpositionSetting setting, SuperpositionTraining training, Seed seed) {
    this.setting = setting;
    this.training = training;
    this.seed = seed;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    this.parameters = start();
    for (NDArray parameter : parameters) {
      first.add(parameter.zerosLike());
      second.add(parameter.zerosLike());
      steps.add(manager.zeros(new Shape()));
    }
    this.importances = floats(setting.importances(), new Shape(setting.features()));
    this.probabilities = floats(setting.probabilities(), new Shape(setting.instances(), 1, 1));
    this.losses = manager.zeros(new Shape(setting.instances()));
  }

  /**
   * Trains to the end, from where the models are.
   *
   * @param listener told every few steps; an exception of it ends the training, which may be gone
   *     on with
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws IllegalStateException if the end was reached before
   */
  public void train(StepListener listener) {
    if (done == training.steps()) {
      throw new IllegalStateException("these models were trained before");
    }
    ChunkedSteps.of(training.steps(), training.operations(setting)).run(done, this::take, listener);
  }

  @Override
  public long step() {
    return done;
  }

  @Override
  public long steps() {
    return training.steps();
  }

  @Override
  public void save(Path folder) {
    ToyCheckpoint.write(folder, settings(), done, state());
  }

  @Override
  public void restore(Path folder) {
    try (ToyCheckpoint saved = ToyCheckpoint.open(folder, settings())) {
      saved.copyTo(state());
      done = saved.step();
    }
  }

  private RunSettings settings() {
    return RunSettings.of("superposition")
        .with("setting", setting)
        .with("training", training)
        .with("seed", seed.value());
  }

  private Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put("losses", losses);
    List<String> names = List.of("embeddings", "biases");
    for (int i = 0; i < names.size(); i++) {
      state.put(names.get(i), parameters.get(i));
      state.put("first_moment." + names.get(i), first.get(i));
      state.put("second_moment." + names.get(i), second.get(i));
      state.put("adam_step." + names.get(i), steps.get(i));
    }
    return state;
  }

  /**
   * Returns the embeddings {@code W [instances, features, hidden]}, which this trainer owns and
   * changes.
   */
  public NDArray embeddings() {
    return parameters.get(0);
  }

  /** Returns the biases {@code b [instances, features]}, which this trainer owns and changes. */
  public NDArray biases() {
    return parameters.get(1);
  }

  /**
   * Measures the models as they are.
   *
   * @param norm the least {@code |W_i|} of a feature that counts as represented: others are in no
   *     block
   * @param tolerance the largest {@code |cosine|} of features that count as orthogonal to each
   *     other, for the blocks, in [0, 1)
   * @return one an instance, in the setting's order
   * @throws IllegalArgumentException if the tolerance is out of range
   */
  public List<SuperpositionInstance> instances(double norm, double tolerance) {
    List<SuperpositionInstance> instances = new ArrayList<>();
    float[] last = losses.toFloatArray();
    for (int i = 0; i < setting.instances(); i++) {
      try (NDArray embedding = embeddings().get(i);
          NDArray norms = embedding.norm(new int[] {1}, true);
          NDArray represented = norms.gte(norm);
          NDArray kept = embedding.mul(represented)) {
        instances.add(
            new SuperpositionInstance(
                setting.probabilities().get(i),
                last[i],
                list(norms),
                FeatureCapacity.of(embedding),
                SemiOrthogonalBlocks.find(kept, tolerance)));
      }
    }
    return instances;
  }

  @Override
  public void close() {
    manager.close();
  }

  private void take(long chunk, int count) {
    try (NDManager scope = manager.newSubManager()) {
      NDList changed =
          KERNELS.call(
              scope,
              "train",
              parameters,
              first,
              second,
              steps,
              importances,
              probabilities,
              training.batch(),
              seed.named("features").at(chunk).value(),
              count,
              training.learningRate(),
              training.weightDecay());
      losses.set(new NDIndex(":"), changed.get(0).reshape(losses.getShape()));
    }
    done += count;
  }

  private NDList start() {
    SplittableRandom random = seed.named("start").random();
    double deviation = Math.sqrt(2.0 / (setting.features() + setting.hidden()));
    Shape shape = new Shape(setting.instances(), setting.features(), setting.hidden());
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new NDList(
        owned(values, shape), manager.zeros(new Shape(setting.instances(), setting.features())));
  }

  private NDArray floats(List<Double> values, Shape shape) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return owned(floats, shape);
  }

  /** What is made from Java's numbers may alias them. */
  private NDArray owned(float[] values, Shape shape) {
    try (NDArray aliasing = manager.create(values, shape)) {
      return aliasing.duplicate();
    }
  }

  private static List<Double> list(NDArray values) {
    List<Double> list = new ArrayList<>();
    for (float value : values.toFloatArray()) {
      list.add((double) value);
    }
    return list;
  }
}
